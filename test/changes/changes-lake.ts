import type { Changes } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { currentSelect } from '@tributary/ingest/changes/core/views/current-view.ts';
import { historySelect } from '@tributary/ingest/changes/core/views/history-view.ts';
import { admin, type Lake, rows as rowsOf, run, start } from '../../local/aws/athena/testing/lake.ts';
import { changesTableSql } from './changes-table-sql.ts';

export type Row = Readonly<Record<string, string | null>>;

/** A local Athena whose lake has `_changes` and the views over them, of what landed. */
export async function createChangesLake(changes: Changes, landed: ReadonlyMap<string, Buffer>) {
  const lake = await start();
  await done(lake, 'CREATE DATABASE lake');
  const tables = changes.sources.flatMap((source) => source.tables.map((table) => ({ source, table })));
  for (const { source, table } of tables) await done(lake, changesTableSql(source, table, 'bucket'));
  for (const [Key, Body] of landed)
    if (Key.endsWith('.parquet')) await lake.cloud.call(admin, 's3', 'PutObject', { Bucket: 'bucket', Key, Body });
  for (const { table } of tables) await done(lake, `MSCK REPAIR TABLE lake.${table.name}_changes`);
  for (const { source, table } of tables.filter(({ table: { key } }) => key.length > 0)) {
    await done(lake, `CREATE OR REPLACE VIEW lake.${table.name}_current AS ${currentSelect('lake', source, table)}`);
    await done(lake, `CREATE OR REPLACE VIEW lake.${table.name}_history AS ${historySelect('lake', source, table)}`);
  }
  return { lake, query: (sql: string) => query(lake, sql), run: (sql: string) => done(lake, sql) };
}

async function done(lake: Lake, sql: string): Promise<void> {
  const { Status } = await run(lake, sql);
  if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.StateChangeReason}\n${sql}`);
}

async function query(lake: Lake, sql: string): Promise<readonly Row[]> {
  const [names = [], ...rows] = await rowsOf(lake, sql);
  return rows.map((row) => Object.fromEntries(row.map((value, at) => [names[at] ?? '', value])));
}
