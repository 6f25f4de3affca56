import { planScan } from '../../../iceberg/scan.ts';
import { tableAt } from '../../../iceberg/table.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Column, Scan } from '../../../sql/plan.ts';
import { quoted } from '../../../sql/type-name.ts';
import type { HiveTable, SourceTable } from '../catalog/source-table.ts';
import { tableFiles } from '../catalog/table-files.ts';
import type { Tables } from '../catalog/tables.ts';
import { federatedSelect } from '../federated/select.ts';
import type { Run } from '../run.ts';
import { readerOf } from './data-access.ts';
import { permitFiles, selectFiles, selectPartitions } from './hive-files.ts';
import { parquetSelect } from './parquet.ts';
import { openStage } from './staged.ts';
import { textSelect } from './text-files.ts';
import { emptyRelation, hiddenColumns, partitionValue } from './view-sql.ts';

/** Creates the DuckDB relation that a plan's SQL calls `scan.id`, with exactly the scan's columns. */
export async function createRelation(run: Run, tables: Tables, scan: Scan): Promise<void> {
  const source = await tables.find(scan.table);
  if (!source || source.kind === 'view')
    throw new SqlError('TABLE_NOT_FOUND', `Table '${Object.values(scan.table).join('.')}' does not exist`);
  const select = await selectOf(run, source, scan);
  await run.connection.run(select.startsWith('CREATE') ? select : `CREATE TEMP VIEW ${quoted(scan.id)} AS ${select}`);
}

async function selectOf(run: Run, source: Exclude<SourceTable, { kind: 'view' }>, scan: Scan): Promise<string> {
  switch (source.kind) {
    case 'hive':
      return hiveSelect(run, source, scan);
    case 'iceberg': {
      const files = tableFiles(readerOf(run, source.grants)(source.table.metadata.location));
      const table = scan.snapshot === undefined ? source.table : tableAt(source.table, scan.snapshot);
      const plan = await planScan(run.connection, files, table, scan);
      run.scanned.bytes += plan.bytesScanned;
      return plan.sql;
    }
    case 'partitions':
      return partitionsSelect(run, source.of, scan);
    case 'rows':
      return rowsSelect(run, await source.rows(), scan, wantedColumns(source.columns, scan));
    case 'federated':
      return federatedSelect(run, source.catalog, scan, wantedColumns(source.columns, scan));
  }
}

async function hiveSelect(run: Run, table: HiveTable, scan: Scan): Promise<string> {
  const wanted = wantedColumns([...table.columns, ...table.partitionColumns], scan);
  const files = await selectFiles(run, table, scan.constraints);
  if (files.length === 0) return emptyRelation(scan.id, wanted);
  permitFiles(readerOf(run, table.grants), files);
  const parquet = files.filter(({ format }) => format.name === 'parquet');
  const other = files.filter(({ format }) => format.name !== 'parquet');
  const selects = [
    ...(parquet.length > 0 ? [await parquetSelect(run, table, { id: scan.id, wanted, files: parquet })] : []),
    ...(other.length > 0 ? [await textSelect(run, table, { id: scan.id, wanted, files: other })] : []),
  ];
  return selects.join(' UNION ALL ');
}

function wantedColumns(columns: readonly Column[], scan: Scan): readonly Column[] {
  return scan.columns.map((name) => {
    const type = columns.find((column) => column.name === name)?.type ?? hiddenColumns[name];
    if (!type) throw new SqlError('COLUMN_NOT_FOUND', `Column '${name}' cannot be resolved`);
    return { name, type };
  });
}

async function partitionsSelect(run: Run, table: HiveTable, scan: Scan): Promise<string> {
  const wanted = wantedColumns(table.partitionColumns, scan);
  const partitions = await selectPartitions(run, table, scan.constraints);
  if (partitions.length === 0) return emptyRelation(scan.id, wanted);
  if (wanted.length === 0) return `SELECT 1 AS "$none" FROM range(${partitions.length})`;
  const indexes = wanted.map(({ name }) => table.partitionColumns.findIndex((column) => column.name === name));
  const rows = partitions.map(
    ({ values }) =>
      `(${wanted.map(({ type }, at) => partitionValue(values[indexes[at] ?? 0] ?? null, type)).join(', ')})`,
  );
  return `SELECT * FROM (VALUES ${rows.join(', ')}) AS v(${wanted.map(({ name }) => quoted(name)).join(', ')})`;
}

async function rowsSelect(
  run: Run,
  rows: readonly Readonly<Record<string, unknown>>[],
  scan: Scan,
  wanted: readonly Column[],
): Promise<string> {
  const stage = openStage(run, scan.id, wanted);
  const kept = rows.map((row) => Object.fromEntries(wanted.map(({ name }) => [name, row[name] ?? null])));
  await stage.write(kept.map((row) => `${JSON.stringify(row)}\n`).join(''));
  return stage.close();
}
