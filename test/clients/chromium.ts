import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';
import type { Program } from '../harness/servers.ts';

const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium';

export const chromiumProgram: Program = { name: 'chromium', check: ['test', '-x', executablePath] };

/** A browser with a profile of its own, for which the names `names` mean this machine, as for a victim of DNS rebinding. */
export function startChromium(names: readonly string[]): Promise<Browser> {
  if (!existsSync(executablePath)) throw new Error(`${executablePath} is not there`);
  const rules = names.map((name) => `MAP ${name} 127.0.0.1`).join(',');
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      // A browser's own guard of loopback, which others lack: what holds has to be the lake's.
      '--disable-features=LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests,PrivateNetworkAccessRespectPreflightResults',
      `--host-resolver-rules=${rules}`,
    ],
  });
}
