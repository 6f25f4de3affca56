import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { nodeFromNpm } from '@tributary/shared/serverless/native/node-from-npm.ts';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'zstandard-'));
const script = join(folder, 'write.mjs');

beforeAll(async () => {
  const entry = fileURLToPath(new URL('./write-parquet.ts', import.meta.url));
  await build({ entryPoints: [entry], outfile: script, bundle: true, platform: 'node', format: 'esm' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function answers(file: string) {
  const connection = await (await DuckDBInstance.create(':memory:')).connect();
  const read = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
  const codecs = await read(`SELECT DISTINCT compression FROM parquet_metadata('${file}') ORDER BY 1`);
  const sums = await read(
    `SELECT count(*), sum(count), count(DISTINCT id), min(id), count(DISTINCT headers['host']) FROM '${file}'`,
  );
  return { codecs: codecs.flat(), sums: sums[0] };
}

test('what the Node of Lambda writes, by Zstandard, holds what this one writes', async () => {
  const [here, there] = [join(folder, 'here.parquet'), join(folder, 'there.parquet')];
  await run(process.execPath, [script, here]);
  await run(nodeFromNpm(24).executable, [script, there]);
  const written = await answers(there);
  expect(written.codecs).toContain('ZSTD');
  expect(written.sums).toEqual((await answers(here)).sums);
  expect(written.sums).toEqual(['30000', '385705715', '30000', 'id-0', '5']);
}, 60_000);
