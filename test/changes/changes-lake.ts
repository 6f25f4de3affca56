import type { Changes, Source, Table } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { changeColumns } from '@tributary/ingest/changes/core/rows/change-columns.ts';
import { currentSelect } from '@tributary/ingest/changes/core/views/current-view.ts';
import { historySelect } from '@tributary/ingest/changes/core/views/history-view.ts';
import type { Column as ParquetColumn } from '@tributary/shared/parquet-write.ts';
import { admin, type Lake, rows as rowsOf, run, start } from '../../local/aws/athena/testing/lake.ts';

export type Row = Readonly<Record<string, string | null>>;

/** A local Athena whose lake has `_changes` and the views over them, of what landed. */
export async function createChangesLake(changes: Changes, landed: ReadonlyMap<string, Buffer>) {
  const lake = await start();
  await done(lake, 'CREATE DATABASE lake');
  const tables = changes.sources.flatMap((source) => source.tables.map((table) => ({ source, table })));
  for (const { source, table } of tables) await done(lake, createTableSql(source, table));
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

function createTableSql(source: Source, table: Table): string {
  const columns = changeColumns(table, source.format).map((column) => `\`${column.name}\` ${hiveType(column)}`);
  return `CREATE EXTERNAL TABLE lake.${table.name}_changes (${columns.join(', ')}) PARTITIONED BY (year string, month string, day string, hour string) STORED AS PARQUET LOCATION 's3://bucket/lake/${table.name}_changes/'`;
}

const hiveTypes = {
  STRING: 'string',
  INT32: 'int',
  INT64: 'bigint',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP_MILLIS: 'timestamp',
  TIMESTAMP_MICROS: 'timestamp',
  MAP_STRING_STRING: 'map<string,string>',
} as const;

function hiveType(column: ParquetColumn): string {
  return column.type === 'DECIMAL' ? `decimal(${column.precision},${column.scale})` : hiveTypes[column.type];
}
