import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import * as z from 'zod';
import { startBundled } from './bundled.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { type Contender, measure, report } from './measure.ts';

const rows = 200_000;
const rounds = 9;
const mebibyte = 2 ** 20;

/** What somebody who knows DuckDB writes: declared columns and types, so that nothing is guessed. */
const columns = `{'id': 'VARCHAR', 'customer_id': 'BIGINT', 'total': 'DOUBLE', 'currency': 'VARCHAR', 'paid': 'BOOLEAN',
  'created': 'TIMESTAMP', 'born': 'DATE', 'note': 'VARCHAR'`;

const kinds = {
  json: {
    name: 'JSON lines',
    row: (at: number) => `${JSON.stringify({ ...orderOf(at), customer: customerOf(at), lines: linesOf(at) })}\n`,
    head: '',
    read: (file: string) =>
      `read_json('${file}', format = 'newline_delimited', columns = ${columns}, 'customer': 'STRUCT(name VARCHAR, address STRUCT(zip VARCHAR, city VARCHAR))', 'lines': 'STRUCT(sku VARCHAR, quantity BIGINT, price DOUBLE)[]'})`,
  },
  csv: {
    name: 'CSV',
    row: (at: number) => `${Object.values(orderOf(at)).map(csvField).join(',')}\n`,
    head: 'id,customer_id,total,currency,paid,created,born,note\n',
    read: (file: string) => `read_csv('${file}', header = true, auto_detect = false, columns = ${columns}})`,
  },
} as const;

/** Files of JSON and CSV to Parquet by convert, against DuckDB on one thread; then how much memory large ones take. */
export async function convertBenchmark(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-convert-'));
  for (const kind of [kinds.json, kinds.csv]) {
    const file = join(folder, 'file');
    writeFileSync(file, `${kind.head}${Array.from({ length: rows }, (_, at) => kind.row(at)).join('')}`);
    const work = { lines: rows, bytes: statSync(file).size };
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
    const parquet = join(folder, 'duckdb.parquet');
    const copy = `COPY (SELECT *, NULL::MAP(VARCHAR, VARCHAR) AS _rescued_data FROM ${kind.read(file)}) TO '${parquet}' (FORMAT parquet, COMPRESSION zstd)`;
    const converting = await startBundled('convert', folder, [file]);
    const baseline = `DuckDB, ${kind.name} to Parquet, 1 thread`;
    const contenders: readonly Contender[] = [
      {
        name: `${kind.name} to Parquet by convert`,
        ...work,
        run: async () => {
          const round = await converting.round();
          if (round.requests !== rows) throw new Error(`${rows - round.requests} rows were rejected`);
          return round;
        },
      },
      { name: baseline, ...work, run: () => cpuSeconds(() => connection.run(copy)) },
    ];
    console.log(
      `\n${rows} rows of ${kind.name} in ${(work.bytes / 1e6).toFixed(1)} MB, the median of ${rounds} rounds, CPU time`,
    );
    console.log(report(await measure(contenders, rounds), baseline));
    await converting.stop();
  }
  memoryOf(join(folder, 'large'));
  rmSync(folder, { recursive: true });
}

const measured = z.object({ requests: z.number(), peakBytes: z.number() });

function memoryOf(file: string): void {
  const child = fileURLToPath(new URL('./convert-alone.ts', import.meta.url));
  console.log('\nPeak memory (resident set) of a process that converts one file of JSON lines');
  for (const size of [8, 64, 512]) {
    const lines = writeLarge(file, size * mebibyte);
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', child, file], { encoding: 'utf8' });
    if (stdout === '') throw new Error(`converting ${size} MiB ended with: ${stderr}`);
    const { requests, peakBytes } = measured.parse(JSON.parse(stdout));
    if (requests !== lines) throw new Error(`${lines - requests} lines were rejected`);
    console.log(`${String(size).padStart(4)} MiB, ${lines} lines: ${Math.round(peakBytes / 1e6)} MB`);
  }
}

function writeLarge(file: string, bytes: number): number {
  const output = openSync(file, 'w');
  let written = 0;
  let lines = 0;
  while (written < bytes) {
    const text = Array.from({ length: 1000 }, (_, at) => kinds.json.row(lines + at)).join('');
    written += writeSync(output, text);
    lines += 1000;
  }
  closeSync(output);
  return lines;
}

const currencies = ['EUR', 'USD', 'GBP', 'SEK'];
const notes = ['', 'gift', 'left, at the door', 'said "no"', 'größe 東京'];

/** The same on every machine. */
function orderOf(at: number) {
  const hash = hashOf(at);
  return {
    id: `ord_${(hash + 2 ** 32).toString(36)}`,
    customer_id: hash % 9973,
    total: (hash % 1_000_000) / 64,
    currency: currencies[hash % currencies.length],
    paid: hash % 3 > 0,
    created: new Date(1_795_000_000_000 + at * 1000 + (hash % 1000)).toISOString(),
    born: `19${10 + (hash % 90)}-0${1 + (hash % 9)}-1${hash % 10}`,
    note: notes[hash % notes.length],
  };
}

function customerOf(at: number) {
  const hash = hashOf(at);
  return {
    name: `Customer ${hash % 9973}`,
    address: { zip: String(hash % 100_000).padStart(5, '0'), city: `City ${hash % 97}` },
  };
}

function linesOf(at: number) {
  const hash = hashOf(at);
  return Array.from({ length: hash % 3 }, (_, line) => ({
    sku: `sku-${(hash + line) % 500}`,
    quantity: 1 + (hash % 5),
    price: (hash % 9000) / 8,
  }));
}

function hashOf(at: number): number {
  return Math.imul(at + 1, 2_654_435_761) >>> 0;
}

function csvField(value: unknown): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
