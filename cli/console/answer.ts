import { readFile } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import { distFolder } from '@tributary/console/build.mjs';
import type { ConsoleAnswer } from '@tributary/local/cloud.ts';
import type { HttpExchange } from '@tributary/local/kernel/operation.ts';
import { type Api, answerApi } from './api.ts';

/**
 * The page may load and ask nothing but what stands at its own address. Styles within elements are ECharts' and CodeMirror's; a style sends
 * nothing anywhere while images and fonts are the page's own, too.
 */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** What stands under /_lake/ beside the cloud's own: the console's page at any address, its assets, and its read-only interface. */
export function createConsole(api: Api): (path: string, http: HttpExchange) => Promise<ConsoleAnswer | undefined> {
  return async (path, http) => {
    if (path.startsWith('/_lake/api/')) return answerApi(api, path.slice('/_lake/api/'.length), http);
    if (http.method !== 'GET' && http.method !== 'HEAD') return undefined;
    if (path.startsWith('/_lake/assets/')) return asset(basename(path));
    return page();
  };
}

async function asset(name: string): Promise<ConsoleAnswer | undefined> {
  const type = types[extname(name)];
  const body = type === undefined ? undefined : await readFile(join(distFolder, name)).catch(() => undefined);
  if (type === undefined || body === undefined) return undefined;
  // Named by what it holds, but for the icon.
  const kept = name === 'icon.svg' ? 'no-cache' : 'max-age=31536000, immutable';
  return { status: 200, headers: { 'content-type': type, 'cache-control': kept }, body };
}

async function page(): Promise<ConsoleAnswer> {
  const body = await readFile(join(distFolder, 'index.html')).catch(() => undefined);
  if (body === undefined)
    return {
      status: 503,
      headers: { 'content-type': 'text/plain' },
      body: 'The console is not built: npm run prepare\n',
    };
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
  return { status: 200, headers, body };
}
