import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { builtinsByRequire } from './builtins-by-require.ts';

const folder = mkdtempSync(join(tmpdir(), 'builtins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("binds Node's own modules as import does, by name, as a whole, by default and later", async () => {
  const outfile = join(folder, 'bundle.mjs');
  await build({
    stdin: {
      contents: `import http, { Agent } from 'node:http';
import * as path from 'path';
import { setTimeout as sleep } from 'node:timers/promises';
const { gzipSync } = await import('node:zlib');
console.log(JSON.stringify([http.Agent === Agent, path.join('a', 'b'), typeof sleep, typeof gzipSync]));`,
    },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    plugins: [builtinsByRequire()],
  });
  expect(readFileSync(outfile, 'utf8')).not.toMatch(/(from|import)\s*\(?"(node:)?(http|path|timers|zlib)/);
  const { stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual([true, 'a/b', 'function', 'function']);
});
