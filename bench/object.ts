import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { startBundled } from './bundled.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { fields, pattern } from './httplog-pattern.ts';
import { writeLogObject } from './log-object.ts';
import { type Contender, measure, report } from './measure.ts';

const objectBytes = 5_000_000;
const rounds = 15;
const halog = '/usr/sbin/halog';
const baseline = 'DuckDB regexp_extract to Parquet from the plain lines, 1 thread';

/** An object of gzip members to Parquet by parse-logs, against DuckDB and halog, which start from its lines, plain in a file. */
export async function objectBenchmark(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-object-'));
  const object = join(folder, 'object');
  const plain = join(folder, 'lines.log');
  const { lines, textBytes: bytes } = writeLogObject(object, objectBytes);
  writeFileSync(
    plain,
    messagesOf(object)
      .map((line) => `${line}\n`)
      .join(''),
  );
  const work = { lines, bytes };
  const duckDb = await duckDbToParquet(plain, join(folder, 'duckdb.parquet'));
  const parser = await startBundled('object', folder, [object]);
  const contenders: readonly Contender[] = [
    {
      name: 'object to Parquet by parse-logs, all fields decoded',
      ...work,
      run: async () => {
        const round = await parser.round();
        if (round.requests !== lines) throw new Error(`${lines - round.requests} lines were rejected`);
        return round;
      },
    },
    { name: baseline, ...work, run: () => cpuSeconds(duckDb) },
    ...(existsSync(halog)
      ? [{ name: 'halog -ut from the plain lines, counts only', ...work, run: () => count(plain) }]
      : []),
  ];
  console.log(
    `\n${lines} httplog lines in an object of ${(objectBytes / 1e6).toFixed(1)} MB, best of ${rounds} rounds, CPU time (of halog, time)`,
  );
  console.log(report(await measure(contenders, rounds), baseline));
  const { bytesOut } = await parser.round();
  const duckDbOut = statSync(join(folder, 'duckdb.parquet')).size;
  console.log(`Parquet: parse-logs ${(bytesOut / 1e6).toFixed(1)} MB, DuckDB ${(duckDbOut / 1e6).toFixed(1)} MB`);
  await parser.stop();
  rmSync(folder, { recursive: true });
}

function messagesOf(object: string): readonly string[] {
  const text = gunzipSync(readFileSync(object)).toString('utf8');
  return [...text.matchAll(/"message":("(?:[^"\\]|\\.)*")/g)].map(([, message = '""']) => String(JSON.parse(message)));
}

/** The captured fields as text, as they stand: no numbers, no maps, nothing decoded, no record id. */
async function duckDbToParquet(plain: string, parquet: string): Promise<() => Promise<unknown>> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const names = fields.map((name) => `'${name}'`).join(', ');
  const lines = `read_csv('${plain}', header = false, columns = {'line': 'VARCHAR'}, delim = '\\x01', quote = '', escape = '', auto_detect = false)`;
  const select = `SELECT unnest(regexp_extract(line, '${pattern.replaceAll("'", "''")}', [${names}])) FROM ${lines}`;
  return () => connection.run(`COPY (${select}) TO '${parquet}' (FORMAT parquet)`);
}

function count(plain: string): void {
  const { status } = spawnSync(halog, ['-ut', '-q'], { stdio: [openSync(plain, 'r'), 'ignore', 'ignore'] });
  if (status !== 0) throw new Error(`halog ended with ${status}`);
}
