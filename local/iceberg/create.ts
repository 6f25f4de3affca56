import { randomUUID } from 'node:crypto';
import { SqlError } from '../sql/error.ts';
import type { TrinoType } from '../sql/type.ts';
import { nextMetadataLocation, printMetadata, type TableMetadata, trimSlash } from './metadata.ts';
import { readPartitioning } from './partitioning.ts';
import type { TableFiles } from './port.ts';
import { type IcebergTable, tableOf } from './table.ts';
import { canTransform, printTransform, type Transform } from './transform.ts';
import { fromTrinoType } from './trino-type.ts';
import { type Field, printField } from './type.ts';

export type NewTable = {
  /** `database.table`, for messages. */
  readonly name: string;
  /** `s3://bucket/prefix`. */
  readonly location: string;
  readonly columns: readonly NewColumn[];
  /** Each as PARTITIONED BY or `partitioning` writes it: `x`, `day(ts)`, `bucket(16, id)`, `bucket(id, 16)`, `truncate(4, s)`. */
  readonly partitioning: readonly string[];
  readonly properties: Readonly<Record<string, string>>;
};

export type NewColumn = { readonly name: string; readonly type: TrinoType; readonly comment?: string };

/** Writes a new table's first metadata file, without a snapshot; the caller puts its location into the catalog. */
export async function createTable(files: TableFiles, now: number, table: NewTable): Promise<IcebergTable> {
  const metadata = newMetadata(table, now, randomUUID());
  const location = nextMetadataLocation(metadata, undefined, randomUUID());
  await files.write(location, printMetadata(metadata));
  return tableOf(table.name, location, metadata);
}

/** The metadata of a new, empty table. */
export function newMetadata(table: NewTable, now: number, uuid: string): TableMetadata {
  const { fields, lastId } = newFields(table.columns);
  const partitionFields = table.partitioning.map((text, index) => newPartitionField(text, index, fields));
  refuseDuplicates(partitionFields.map((field) => field.name));
  return {
    'format-version': 2,
    'table-uuid': uuid,
    location: trimSlash(table.location),
    'last-sequence-number': 0n,
    'last-updated-ms': now,
    'last-column-id': lastId,
    'current-schema-id': 0,
    schemas: [{ type: 'struct', 'schema-id': 0, fields: fields.map(printField) }],
    'default-spec-id': 0,
    'partition-specs': [{ 'spec-id': 0, fields: partitionFields }],
    'last-partition-id': 999 + partitionFields.length,
    'default-sort-order-id': 0,
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    properties: { 'write.format.default': 'PARQUET', 'write.parquet.compression-codec': 'zstd', ...table.properties },
    'current-snapshot-id': -1n,
    refs: {},
    snapshots: [],
    statistics: [],
    'partition-statistics': [],
    'snapshot-log': [],
    'metadata-log': [],
  };
}

function newFields(columns: readonly NewColumn[]): { fields: readonly Field[]; lastId: number } {
  if (columns.length === 0) throw new SqlError('SYNTAX_ERROR', 'Table must have at least one column');
  refuseDuplicates(columns.map(({ name }) => name.toLowerCase()));
  let lastId = columns.length;
  const nextId = () => {
    lastId += 1;
    return lastId;
  };
  const fields = columns.map((column, index) => ({
    id: index + 1,
    name: column.name.toLowerCase(),
    required: false,
    type: fromTrinoType(column.type, nextId),
    ...(column.comment === undefined ? {} : { doc: column.comment }),
  }));
  return { fields, lastId };
}

function refuseDuplicates(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new SqlError('DUPLICATE_COLUMN_NAME', `Column name '${twice}' specified more than once`);
}

function newPartitionField(text: string, index: number, fields: readonly Field[]) {
  const { column, transform } = readPartitioning(text);
  const source = fields.find((field) => field.name === column);
  if (!source)
    throw new SqlError('COLUMN_NOT_FOUND', `Unable to parse partitioning value: Cannot find source column: ${column}`);
  if (!canTransform(transform, source.type))
    throw new SqlError('NOT_SUPPORTED', `Invalid partition transform ${printTransform(transform)} of column ${column}`);
  return {
    name: partitionName(column, transform),
    transform: printTransform(transform),
    'source-id': source.id,
    'field-id': 1000 + index,
  };
}

/** As Iceberg's partition spec builder names them. */
function partitionName(column: string, transform: Transform): string {
  if (transform.kind === 'identity') return column;
  if (transform.kind === 'void') return `${column}_null`;
  return `${column}_${transform.kind === 'truncate' ? 'trunc' : transform.kind}`;
}
