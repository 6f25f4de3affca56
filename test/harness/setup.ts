import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Names this run, so that its test files share one deployment, and throws that away at the end. */
export function setup(): () => void {
  process.env.VITEST_RUN_ID = String(process.pid);
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
  return () => rmSync(join(tmpdir(), `tributary-deployed-${process.pid}`), { recursive: true, force: true });
}
