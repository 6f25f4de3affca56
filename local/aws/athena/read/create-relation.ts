import { planScan } from '../../../iceberg/scan.ts';
import { tableAt } from '../../../iceberg/table.ts';
import { castSql } from '../../../sql/casts/cast.ts';
import { SqlError } from '../../../sql/error.ts';
import type { Column, Scan } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';
import { quoted, sameType, typeName } from '../../../sql/type-name.ts';
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
  const isView = select.startsWith('CREATE');
  const columns = source.kind === 'hive' ? [...source.columns, ...source.partitionColumns] : [];
  const padded = isView ? select : padChars(select, scan, columns);
  await run.connection.run(isView ? select : `CREATE TEMP VIEW ${quoted(scan.id)} AS ${padded}`);
}

/** Values of CHAR(n) lie in files without the spaces that they have in SQL, on their own and within arrays, maps and rows. */
function padChars(select: string, scan: Scan, columns: readonly Column[]): string {
  const padded = columns
    .filter(({ name, type }) => scan.columns.includes(name) && !sameType(type, unpadded(type)))
    .map(({ name, type }) => {
      const value = castSql({ type: unpadded(type), sql: quoted(name) }, type);
      if (value === undefined)
        throw new SqlError('NOT_SUPPORTED', `Column '${name}' of type ${typeName(type)} cannot be read`);
      return `${value} AS ${quoted(name)}`;
    });
  return padded.length === 0 ? select : `SELECT * REPLACE (${padded.join(', ')}) FROM (${select})`;
}

function unpadded(type: TrinoType): TrinoType {
  switch (type.kind) {
    case 'char':
      return { kind: 'varchar', length: type.length };
    case 'array':
      return { ...type, element: unpadded(type.element) };
    case 'map':
      return { ...type, key: unpadded(type.key), value: unpadded(type.value) };
    case 'row':
      return { ...type, fields: type.fields.map((field) => ({ ...field, type: unpadded(field.type) })) };
    default:
      return type;
  }
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
