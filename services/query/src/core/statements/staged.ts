import { createHash } from 'node:crypto';
import { createTableSql, type Keep } from '@tributary/shared/iceberg-table.ts';
import type { Step } from '@tributary/shared/jobs/target.ts';
import { ddlIdentifier, identifier } from '@tributary/shared/sql.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from '../dataset.ts';
import { rowsSql } from './rows.ts';

/** Where a dataset's statements find and leave what they need. */
export type Place = { readonly databases: Databases; readonly lakeBucket: string; readonly keep: Keep };

const mark = '__staged_';

/** The table in which a run keeps rows until readers may see them; `runId` is of one attempt. */
export function stagedName(table: string, runId: string): string {
  return `${table}${mark}${createHash('sha256').update(runId).digest('hex').slice(0, 12)}`;
}

/** Of which table a staged one is; undefined for one that is none. */
export function stagedOf(name: string): string | undefined {
  const [, table] = /^(.+)__staged_[0-9a-f]{12}$/.exec(name) ?? [];
  return table;
}

/** The folder of a table of the lake. */
export function locationOf(lakeBucket: string, table: string): string {
  return `s3://${lakeBucket}/iceberg/${table}/`;
}

/**
 * Makes the staged table and fills it, from one scan of the source. By two statements, as what a CREATE TABLE AS leaves in S3 when it fails belongs to no table
 * and goes with none. It has no partitions, so that there may be any number of them.
 */
export function stageSteps(
  dataset: Dataset,
  { databases, lakeBucket, keep }: Place,
  { runId, partitions }: { readonly runId: string; readonly partitions: readonly string[] },
): readonly Step[] {
  const table = stagedName(dataset.table, runId);
  const columns = Object.keys(dataset.columns).map(identifier).join(', ');
  const make = { database: databases.lake, table, columns: dataset.columns, keep };
  return [
    { name: 'make', sql: createTableSql({ ...make, location: locationOf(lakeBucket, table) }) },
    {
      name: 'stage',
      sql: `INSERT INTO ${identifier(databases.lake)}.${identifier(table)} (${columns})\n${rowsSql(dataset, partitions, databases)}`,
    },
  ];
}

/** An Iceberg table's files go with it. https://docs.aws.amazon.com/athena/latest/ug/querying-iceberg-drop-table.html */
export function dropStep({ table }: Dataset, { databases }: Place, runId: string): Step {
  const staged = `${ddlIdentifier(databases.lake)}.${ddlIdentifier(stagedName(table, runId))}`;
  return { name: 'drop', sql: `DROP TABLE IF EXISTS ${staged}`, always: true };
}

/** A SELECT of all that is staged. */
export function stagedRows({ table, columns }: Dataset, { databases }: Place, runId: string): string {
  const names = Object.keys(columns).map(identifier).join(', ');
  return `SELECT ${names} FROM ${identifier(databases.lake)}.${identifier(stagedName(table, runId))}`;
}
