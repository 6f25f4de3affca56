import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildConsole } from '@tributary/console/build.mjs';

/** Makes the console as its sources are now, and the folder of what the test files of this run share, which is thrown away at the end. */
export async function setup(): Promise<() => void> {
  await buildConsole();
  const folder = mkdtempSync(join(tmpdir(), 'tributary-run-'));
  process.env.TRIBUTARY_TEST_RUN = folder;
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  return () => rmSync(folder, { recursive: true, force: true });
}
