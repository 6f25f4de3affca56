#!/usr/bin/env node
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { bundleFolder, freshBundle } from '../bundle/fresh.mjs';

// The README says which versions of Node this runs on; the SDK need not say it at each call.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
// From Node 22 on: what has been compiled once is read.
module.enableCompileCache?.(join(bundleFolder, 'compiled'));
const bundle = freshBundle() ?? (await bundled());
const { main } = bundle === undefined ? await fromSource() : await import(pathToFileURL(bundle).href);
await main(process.argv.slice(2));

/** A source has changed: bundled anew, which takes no longer than running from source once. Undefined where that cannot be. */
async function bundled() {
  try {
    const { buildBundle } = await import('../bundle/build.mjs');
    return await buildBundle();
  } catch {
    return undefined;
  }
}

async function fromSource() {
  const { register } = await import('tsx/esm/api');
  register();
  return import('../main.ts');
}
