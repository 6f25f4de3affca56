import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { startBundled } from './bundled.ts';
import { cpuSeconds } from './cpu-seconds.ts';
import { type Contender, measure, report } from './measure.ts';

const rows = 300_000;
const rounds = 11;
const baseline = 'DuckDB, read_csv to Parquet, 1 thread';

/** A file of changes as DMS writes it to Parquet by land-changes, against DuckDB. */
export async function changesBenchmark(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-changes-'));
  const file = join(folder, 'changes.csv');
  writeFileSync(file, Array.from({ length: rows }, (_, at) => rowOf(at)).join(''));
  const bytes = statSync(file).size;
  const work = { lines: rows, bytes };
  const parquet = join(folder, 'duckdb.parquet');
  const duckDb = await toParquet(file, parquet);
  const landing = await startBundled('changes', folder, [file]);
  const contenders: readonly Contender[] = [
    {
      name: 'changes to Parquet by land-changes',
      ...work,
      run: async () => {
        const round = await landing.round();
        if (round.requests !== rows) throw new Error(`${rows - round.requests} rows were rejected`);
        return round;
      },
    },
    { name: baseline, ...work, run: () => cpuSeconds(duckDb) },
  ];
  console.log(
    `\n${rows} changes of 12 fields in ${(bytes / 1e6).toFixed(1)} MB, the median of ${rounds} rounds, CPU time`,
  );
  console.log(report(await measure(contenders, rounds), baseline));
  const { bytesOut } = await landing.round();
  console.log(
    `Parquet: land-changes ${(bytesOut / 1e6).toFixed(1)} MB, DuckDB ${(statSync(parquet).size / 1e6).toFixed(1)} MB`,
  );
  await landing.stop();
  rmSync(folder, { recursive: true });
}

const statuses = ['new', 'paid', 'shipped', 'returned'];
const notes = ['NULL', '""', 'gift', '"left, at the door"', '"said ""no"""', '"two\nlines"', 'größe 東京'];

/** The same on every machine. */
function rowOf(at: number): string {
  const second = 60 + (Math.floor(at / 50) % 3000);
  const time = `2026-11-18 02:${pad(Math.floor(second / 60))}:${pad(second % 60)}`;
  const hash = Math.imul(at + 1, 2_654_435_761) >>> 0;
  const fields = [
    'U',
    1_000_000 + (hash % 500_000),
    hash % 9_973,
    `${hash % 100_000}.${String(hash % 10_000).padStart(4, '0')}`,
    (hash % 1_000_000) / 64,
    hash % 11 === 0 ? 'NULL' : statuses[hash % statuses.length],
    `${time}.${String(hash % 1_000_000).padStart(6, '0')}`,
    `19${10 + (hash % 90)}-0${1 + (hash % 9)}-1${hash % 10}`,
    notes[hash % notes.length],
    `${time}.000000`,
    `20261118${time.slice(11).replaceAll(':', '')}00${String(at).padStart(19, '0')}`,
  ];
  return `${fields.join(',')}\n`;
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

/** What somebody who knows DuckDB writes: declared columns and types, so that nothing is guessed, and the same columns out. */
async function toParquet(file: string, parquet: string): Promise<() => Promise<unknown>> {
  const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
  const columns = `{'op': 'VARCHAR', 'id': 'DECIMAL(20,0)', 'customer_id': 'BIGINT', 'total': 'DECIMAL(12,4)', 'price': 'DOUBLE',
    'status': 'VARCHAR', 'placed_at': 'TIMESTAMP', 'born': 'DATE', 'note': 'VARCHAR', 'committed_at': 'TIMESTAMP', 'change_seq': 'VARCHAR'}`;
  const read = `read_csv('${file}', header = false, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = 'NULL',
    allow_quoted_nulls = false, columns = ${columns})`;
  const select = `SELECT op, false AS is_load, committed_at, TIMESTAMP '1970-01-01' AS arrived_at, change_seq, 0::BIGINT AS generation,
    'raw/db/shop/orders/20261118-022821131.csv' AS source_key, row_number() OVER () AS row_number, * EXCLUDE (op, committed_at, change_seq),
    NULL::MAP(VARCHAR, VARCHAR) AS _rescued_data FROM ${read}`;
  return () => connection.run(`COPY (${select}) TO '${parquet}' (FORMAT parquet, COMPRESSION zstd)`);
}
