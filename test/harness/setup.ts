import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes the folder of what the test files of this run share, and throws it away at the end. */
export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'tributary-run-'));
  process.env.TRIBUTARY_TEST_RUN = folder;
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  return () => rmSync(folder, { recursive: true, force: true });
}
