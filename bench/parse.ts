import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { createParseLine } from '@tributary/ingest/src/core/haproxy/parse-line.ts';
import { readSettings } from '@tributary/ingest/src/core/haproxy/settings.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { fields, pattern } from './httplog-pattern.ts';
import { machine } from './machine.ts';
import { type Contender, measure, report } from './measure.ts';

const root = new URL('../', import.meta.url);

const captures = { request: ['host', 'user-agent', 'x-integration'], response: ['content-type', 'x-cache'] };

/** Parser against DuckDB's regexp_extract, over the same httplog lines, one thread each, in turns. */
export async function parseBenchmark(): Promise<void> {
  const lines = httpLines(200_000);
  const bytes = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const parseLine = createParseLine(readSettings({ frontends: { www: captures } }));
  const folder = mkdtempSync(join(tmpdir(), 'bench-parse-'));
  const contenders: readonly Contender[] = [
    {
      name: 'parser, all fields decoded',
      lines: lines.length,
      bytes,
      run: () => cpuSeconds(() => parseAll(lines, parseLine)),
    },
    await duckDb(folder, lines, bytes),
  ];
  console.log(machine());
  console.log(`${lines.length} httplog lines, ${(bytes / 1e6).toFixed(0)} MB, best of 15 rounds, CPU time`);
  console.log(report(await measure(contenders, 15), 'DuckDB regexp_extract, 1 thread'));
  rmSync(folder, { recursive: true });
}

/** The sample's httplog lines, again and again; each a string of its own, as an envelope's JSON gives them, not a piece of the whole log. */
function httpLines(count: number): readonly string[] {
  const sample = gunzipSync(readFileSync(new URL('samples/haproxy/wire-rfc3164.log.gz', root)))
    .toString('latin1')
    .split('\n')
    .filter((line) => / www(?:-plain)? \w+\//.test(line))
    .map((line) => Buffer.from(line, 'latin1').toString('latin1'));
  return Array.from({ length: Math.ceil(count / sample.length) }, () => sample).flat();
}

function parseAll(lines: readonly string[], parseLine: ReturnType<typeof createParseLine>): number {
  let requests = 0;
  for (const line of lines) if (parseLine(line, 1_795_182_617_000).outcome.kind === 'request') requests += 1;
  if (requests !== lines.length) throw new Error(`${lines.length - requests} lines were rejected`);
  return requests;
}

/** The fields are made in memory and not read: no Parquet, no decoding, no maps. */
async function duckDb(folder: string, lines: readonly string[], bytes: number): Promise<Contender> {
  const file = join(folder, 'lines.log');
  writeFileSync(file, `${lines.join('\n')}\n`, 'latin1');
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await connection.run(
    `CREATE TABLE lines AS SELECT line FROM read_csv('${file}', header = false, columns = {'line': 'VARCHAR'}, delim = '\\x01', quote = '', escape = '', auto_detect = false, encoding = 'latin-1')`,
  );
  const names = fields.map((name) => `'${name}'`).join(', ');
  const sums = fields.map((name) => `max(r.${name})`).join(', ');
  const sql = `SELECT ${sums} FROM (SELECT regexp_extract(line, '${pattern.replaceAll("'", "''")}', [${names}]) AS r FROM lines)`;
  return {
    name: 'DuckDB regexp_extract, 1 thread',
    lines: lines.length,
    bytes,
    run: () => cpuSeconds(() => connection.runAndReadAll(sql)),
  };
}
