import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mergeRowsSql } from '@tributary/ingest/changes/core/current/rows-sql.ts';
import { rowsColumns, rowsTableName } from '@tributary/ingest/changes/core/current/rows-table.ts';
import { createTableSql } from '@tributary/shared/iceberg-table.ts';
import { changesTableSql } from '../test/changes/changes-table-sql.ts';
import { machine } from './machine.ts';
import { type BenchLake, startLake } from './merge/lake.ts';
import { landText } from './merge/land.ts';
import { declareOrders, orderLine } from './merge/orders.ts';

const usualSizes = [100_000, 1_000_000, 10_000_000];
const rowsOfFile = 200_000;
/** More are copies of these with later keys, in files of the same size: landing and merging them all takes most of an hour. */
const mostLanded = 1_000_000;
const changes = 1000;
const keep = { snapshotSeconds: 3600, metadataFiles: 5 };

/** What a MERGE of 1,000 changes into a table of current rows reads, at several sizes of the table: those that follow `merge` on the command line. */
export async function mergeBenchmark(): Promise<void> {
  const asked = process.argv.slice(3).map(Number);
  const sizes = asked.length === 0 ? usualSizes : asked;
  const stateDir = mkdtempSync(join(tmpdir(), 'bench-merge-'));
  const lake = await startLake(stateDir);
  console.log(`\n${machine()}\n${changes} changes into a table of current rows, loaded in the order of its key`);
  try {
    for (const rows of sizes) await measureSize(lake, rows);
  } finally {
    await lake.stop();
    rmSync(stateDir, { recursive: true, force: true });
  }
}

async function measureSize(lake: BenchLake, rows: number): Promise<void> {
  const of = declareOrders(`orders_${rows}`);
  const name = rowsTableName(of.table);
  await lake.run(changesTableSql(of.source, of.table, lake.bucket));
  await lake.run(
    `ALTER TABLE lake.${of.table.name}_changes ADD PARTITION (year = '2026', month = '11', day = '18', hour = '02')`,
  );
  const location = `s3://${lake.bucket}/iceberg/${name}/`;
  await lake.run(createTableSql({ database: 'lake', table: name, columns: rowsColumns(of.table), location, keep }));
  const merge = async (file: { readonly name: string; readonly text: string; readonly isLoad: boolean }) => {
    const units = await landText(lake, of, file);
    const bytes = units.reduce((sum, unit) => sum + (unit.bytes ?? 0), 0);
    return { source: bytes, ...(await lake.run(mergeRowsSql(of, units))) };
  };

  const columns = Object.keys(rowsColumns(of.table));
  const startedAt = performance.now();
  const landed = Math.min(rows, mostLanded);
  for (let from = 0; from < landed; from += rowsOfFile) {
    const ids = keysFrom(from, Math.min(rowsOfFile, landed - from), 1);
    const number = (from / rowsOfFile + 1).toString(16).toUpperCase().padStart(8, '0');
    await merge({ name: `LOAD${number}`, text: ids.map((id) => orderLine(id, 'load', 0)).join(''), isLoad: true });
  }
  for (let from = landed; from < rows; from += rowsOfFile) await lake.run(copySql(name, columns, from));
  const filled = `filled in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`;
  const whole = await lake.run(
    `SELECT ${Object.keys(rowsColumns(of.table))
      .map((each) => `max("${each}")`)
      .join(', ')} FROM ${name}`,
  );
  console.log(`\n${rows.toLocaleString('en-GB')} rows, ${megabytes(whole.bytes)} in columns, ${filled}`);

  const batches = {
    'of the newest keys': keysFrom(rows - changes / 2, changes, 1),
    'of keys of a tenth of the table': keysFrom(rows - rows / 10, changes, rows / 10 / changes),
    'spread over all keys': keysFrom(0, changes, rows / changes),
  };
  for (const [at, [what, ids]] of Object.entries(batches).entries()) {
    const text = ids.map((id) => orderLine(id, id < rows ? 'U' : 'I', at + 1)).join('');
    const { bytes, source, seconds } = await merge({ name: `20261118-02283${at}000`, text, isLoad: false });
    console.log(`${what.padEnd(32)}  ${megabytes(bytes)} read, changes ${megabytes(source)}, ${seconds.toFixed(1)} s`);
  }
}

/** Rows of a file from this key on, as what was landed has them. */
function copySql(name: string, columns: readonly string[], from: number): string {
  const first = from % mostLanded;
  const values = columns.map((each) => (each === 'id' ? `CAST("id" + ${from - first} AS decimal(20,0))` : `"${each}"`));
  const file = `"id" BETWEEN DECIMAL '${first}' AND DECIMAL '${first + rowsOfFile - 1}'`;
  return `INSERT INTO ${name} SELECT ${values.join(', ')} FROM ${name} WHERE ${file}`;
}

function keysFrom(first: number, count: number, step: number): readonly number[] {
  return Array.from({ length: count }, (_, at) => first + Math.floor(at * step));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
