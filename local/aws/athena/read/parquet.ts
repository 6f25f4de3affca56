import { SqlError } from '../../../sql/error.ts';
import type { Column } from '../../../sql/plan.ts';
import type { TrinoType } from '../../../sql/type.ts';
import { duckdbType, quoted, text, typeName } from '../../../sql/type-name.ts';
import type { HiveTable } from '../catalog/source-table.ts';
import type { Run } from '../run.ts';
import type { HiveFile } from './hive-files.ts';
import { hiddenColumns, partitionValue, textList } from './view-sql.ts';

/** SQL of a SELECT of the wanted columns from Parquet files, found by name whatever its case; what a file lacks is NULL. */
export async function parquetSelect(
  run: Run,
  table: HiveTable,
  scan: { readonly id: string; readonly wanted: readonly Column[]; readonly files: readonly HiveFile[] },
): Promise<string> {
  const { wanted, files } = scan;
  const list = textList(files.map(({ file }) => file.path));
  const read = `read_parquet(${list}, union_by_name = true, hive_partitioning = false, filename = '$file')`;
  const inFiles = await fileColumns(run, read);
  const ofTable = new Set(table.columns.map((column) => column.name));
  const data = wanted.filter(({ name }) => ofTable.has(name));
  await countBytes(run, list, data);
  const items = wanted.map(({ name, type }) =>
    ofTable.has(name) ? `${dataItem(inFiles, name, type)} AS ${quoted(name)}` : `f.${quoted(name)}`,
  );
  const select = `SELECT ${items.length > 0 ? items.join(', ') : '1 AS "$none"'} FROM ${read} p`;
  if (data.length === wanted.length) return select;
  await createFileTable(run, table, scan);
  return `${select} JOIN ${quoted(`${scan.id}$files`)} f ON p."$file" = f."$file"`;
}

/** A table that says of each file what its rows do not: partition values, path, size and time. */
async function createFileTable(
  run: Run,
  table: HiveTable,
  {
    id,
    wanted,
    files,
  }: { readonly id: string; readonly wanted: readonly Column[]; readonly files: readonly HiveFile[] },
) {
  const keys = table.partitionColumns.map((column) => column.name);
  const extra = wanted.filter(({ name }) => keys.includes(name) || name in hiddenColumns);
  const row = (hive: HiveFile) =>
    [text(hive.file.path), ...extra.map(({ name, type }) => fileValue(hive, name, type, keys))].join(', ');
  const names = ['$file', ...extra.map(({ name }) => name)].map(quoted).join(', ');
  const rows = files.map((hive) => `(${row(hive)})`).join(', ');
  await run.connection.run(
    `CREATE TEMP TABLE ${quoted(`${id}$files`)} AS SELECT * FROM (VALUES ${rows}) AS v(${names})`,
  );
}

/** SQL of a column whose value is one for a whole file. */
export function fileValue(hive: HiveFile, name: string, type: TrinoType, keys: readonly string[]): string {
  switch (name) {
    case '$path':
      return text(hive.uri);
    case '$file_size':
      return `CAST(${hive.file.size} AS BIGINT)`;
    case '$file_modified_time':
      return `{'utc': make_timestamp(${Math.trunc(hive.file.lastModified)} * 1000), 'zone': 'UTC'}`;
    default:
      return partitionValue(hive.values[keys.indexOf(name)] ?? null, type);
  }
}

async function fileColumns(run: Run, read: string): Promise<ReadonlyMap<string, string>> {
  const described = await run.connection.runAndReadAll(`DESCRIBE SELECT * FROM ${read}`);
  return new Map(described.getRows().map(([name, type]) => [String(name).toLowerCase(), String(type)]));
}

function dataItem(inFiles: ReadonlyMap<string, string>, name: string, type: TrinoType): string {
  const stored = inFiles.get(name);
  const target = duckdbType(type);
  if (stored === undefined) return `CAST(NULL AS ${target})`;
  const column = `p.${quoted(name)}`;
  if (type.kind === 'timestamp' && /^TIMESTAMP/.test(stored)) return timestampItem(column, stored, type.precision);
  if (stored === target) return column;
  if (type.kind === 'varchar' && stored === 'BLOB') return `decode(${column})`;
  if (!isReadable(stored, type)) throw incompatible(name, stored, type);
  return `CAST(${column} AS ${target})`;
}

/** Rounded to the column's precision, as Trino's reader does; a time with a zone is taken in UTC. */
function timestampItem(column: string, stored: string, precision: number): string {
  const plain = stored === 'TIMESTAMP WITH TIME ZONE' ? `CAST(${column} AS TIMESTAMP)` : column;
  return precision <= 3 ? `CAST(CAST(${plain} AS TIMESTAMP_MS) AS TIMESTAMP)` : `CAST(${plain} AS TIMESTAMP)`;
}

const integers = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT'];
const unsigned = ['UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT'];

const wholeDecimal = /^DECIMAL\((\d|1[0-8]),0\)$/;

const readable: Readonly<Record<string, readonly RegExp[]>> = {
  tinyint: [/^(TINYINT|SMALLINT|INTEGER|UTINYINT)$/],
  smallint: [/^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT)$/],
  integer: [new RegExp(`^(${integers.slice(0, 3).join('|')}|${unsigned.join('|')})$`), wholeDecimal],
  bigint: [new RegExp(`^(${[...integers, ...unsigned].join('|')})$`), wholeDecimal],
  real: [/^FLOAT$/],
  double: [/^(FLOAT|DOUBLE)$/],
  decimal: [/^DECIMAL/],
  varchar: [/^(VARCHAR|ENUM|UUID|JSON)/],
  char: [/^VARCHAR$/],
  varbinary: [/^(BLOB|VARCHAR)$/],
  date: [/^DATE$/],
  boolean: [/^BOOLEAN$/],
  array: [/\[\]$/],
  map: [/^MAP\(/],
  row: [/^STRUCT\(/],
};

const isReadable = (stored: string, type: TrinoType) =>
  isSmallWhole(stored, type) || (readable[type.kind] ?? []).some((pattern) => pattern.test(stored));

/** 32-bit numbers without a point are decimals of scale 0; of another scale Trino took them for digits behind the point before its version 452. */
function isSmallWhole(stored: string, type: TrinoType): boolean {
  if (type.kind !== 'decimal' || !integers.slice(0, 3).includes(stored)) return false;
  return type.scale === 0 && type.precision <= 18;
}

function incompatible(name: string, stored: string, type: TrinoType): SqlError {
  if (type.kind === 'decimal' && integers.includes(stored)) {
    const column = `[${name}] optional ${stored === 'BIGINT' ? 'int64' : 'int32'} ${name}`;
    return new SqlError(
      'NOT_SUPPORTED',
      `Unsupported Trino column type (${typeName(type)}) for Parquet column (${column})`,
    );
  }
  return new SqlError(
    'HIVE_BAD_DATA',
    `Malformed Parquet file. Field ${name}'s type ${stored} in parquet file is incompatible with type ${typeName(type)} defined in table schema`,
  );
}

/** Adds the compressed bytes of the wanted columns' chunks to what the statement has scanned. */
async function countBytes(run: Run, list: string, columns: readonly Column[]): Promise<void> {
  if (columns.length === 0) return;
  const roots = textList(columns.map(({ name }) => name));
  const read = await run.connection.runAndReadAll(
    `SELECT coalesce(sum(total_compressed_size), 0)::DOUBLE FROM parquet_metadata(${list})
     WHERE list_contains(${roots}, lower(split_part(path_in_schema, ', ', 1)))`,
  );
  run.scanned.bytes += Number(read.getRows()[0]?.[0] ?? 0);
}
