import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { startBundled } from './bundled.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { writeLogObject } from './log-object.ts';
import { type Contender, measure, report } from './measure.ts';
import { toParquet } from './rival.ts';

const objectBytes = 5_000_000;
const rounds = 15;
const halog = '/usr/sbin/halog';
const baseline = 'DuckDB, the equal work from .gz lines, 1 thread';
const texts = 'DuckDB, fields as texts from .gz lines, 1 thread';

/** An object of gzip members to Parquet by parse-logs, against DuckDB and halog, which start from its lines, plain in a file. */
export async function objectBenchmark(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-object-'));
  const object = join(folder, 'object');
  const plain = join(folder, 'lines.log');
  const { lines, textBytes: bytes } = writeLogObject(object, objectBytes);
  const text = messagesOf(object)
    .map((line) => `${line}\n`)
    .join('');
  writeFileSync(plain, text);
  writeFileSync(`${plain}.gz`, gzipSync(text));
  const work = { lines, bytes };
  const parquet = join(folder, 'duckdb.parquet');
  const equalWork = await toParquet(`${plain}.gz`, parquet, 'equal work');
  const textsOnly = await toParquet(`${plain}.gz`, join(folder, 'texts.parquet'), 'texts');
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
    { name: baseline, ...work, run: () => cpuSeconds(equalWork) },
    { name: texts, ...work, run: () => cpuSeconds(textsOnly) },
    ...(existsSync(halog)
      ? [{ name: 'halog -ut from the plain lines, counts only', ...work, run: () => count(plain) }]
      : []),
  ];
  console.log(
    `\n${lines} httplog lines in an object of ${(objectBytes / 1e6).toFixed(1)} MB, the median of ${rounds} rounds, CPU time (of halog, time)`,
  );
  console.log(report(await measure(contenders, rounds), baseline));
  const { bytesOut } = await parser.round();
  const duckDbOut = statSync(parquet).size;
  console.log(`Parquet: parse-logs ${(bytesOut / 1e6).toFixed(1)} MB, DuckDB ${(duckDbOut / 1e6).toFixed(1)} MB`);
  await parser.stop();
  rmSync(folder, { recursive: true });
}

function messagesOf(object: string): readonly string[] {
  const text = gunzipSync(readFileSync(object)).toString('utf8');
  return [...text.matchAll(/"message":("(?:[^"\\]|\\.)*")/g)].map(([, message = '""']) => String(JSON.parse(message)));
}

function count(plain: string): void {
  const { status } = spawnSync(halog, ['-ut', '-q'], { stdio: [openSync(plain, 'r'), 'ignore', 'ignore'] });
  if (status !== 0) throw new Error(`halog ended with ${status}`);
}
