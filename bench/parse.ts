import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { startBundled } from './bundled.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { fields, pattern } from './httplog-pattern.ts';
import { machine } from './machine.ts';
import { type Contender, measure, report } from './measure.ts';

const root = new URL('../', import.meta.url);

/** Parser against DuckDB's regexp_extract, over the same httplog lines, one thread each, in turns. */
export async function parseBenchmark(): Promise<void> {
  const lines = httpLines(200_000);
  const bytes = lines.reduce((sum, line) => sum + line.length + 1, 0);
  const folder = mkdtempSync(join(tmpdir(), 'bench-parse-'));
  const file = join(folder, 'lines.log');
  writeFileSync(file, `${lines.join('\n')}\n`, 'latin1');
  const parser = await startBundled('lines', folder, [file]);
  const contenders: readonly Contender[] = [
    {
      name: 'parser, all fields decoded',
      lines: lines.length,
      bytes,
      run: async () => {
        const round = await parser.round();
        if (round.requests !== lines.length) throw new Error(`${lines.length - round.requests} lines were rejected`);
        return round;
      },
    },
    await duckDb(file, lines.length, bytes),
  ];
  console.log(machine());
  console.log(`${lines.length} httplog lines, ${(bytes / 1e6).toFixed(0)} MB, best of ${rounds} rounds, CPU time`);
  console.log(report(await measure(contenders, rounds), 'DuckDB regexp_extract, 1 thread'));
  await parser.stop();
  rmSync(folder, { recursive: true });
}

const rounds = 15;

/** The sample's httplog lines, again and again. */
function httpLines(count: number): readonly string[] {
  const sample = gunzipSync(readFileSync(new URL('samples/haproxy/wire-rfc3164.log.gz', root)))
    .toString('latin1')
    .split('\n')
    .filter((line) => / www(?:-plain)? \w+\//.test(line));
  return Array.from({ length: Math.ceil(count / sample.length) }, () => sample).flat();
}

/** The fields are made in memory and not read: no Parquet, no decoding, no maps. */
async function duckDb(file: string, lines: number, bytes: number): Promise<Contender> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  await connection.run(
    `CREATE TABLE lines AS SELECT line FROM read_csv('${file}', header = false, columns = {'line': 'VARCHAR'}, delim = '\\x01', quote = '', escape = '', auto_detect = false, encoding = 'latin-1')`,
  );
  const names = fields.map((name) => `'${name}'`).join(', ');
  const sums = fields.map((name) => `max(r.${name})`).join(', ');
  const sql = `SELECT ${sums} FROM (SELECT regexp_extract(line, '${pattern.replaceAll("'", "''")}', [${names}]) AS r FROM lines)`;
  return {
    name: 'DuckDB regexp_extract, 1 thread',
    lines,
    bytes,
    run: () => cpuSeconds(() => connection.runAndReadAll(sql)),
  };
}
