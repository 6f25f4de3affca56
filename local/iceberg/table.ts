import { SqlError } from '../sql/error.ts';
import type { Column } from '../sql/plan.ts';
import { type PartitionSpecJson, readMetadata, type Snapshot, type TableMetadata } from './metadata.ts';
import type { TableFiles, TablePointer } from './port.ts';
import { readTransform, resultType, type Transform } from './transform.ts';
import { toTrinoType } from './trino-type.ts';
import { type Field, type IcebergType, isPrimitive, type Primitive, readStruct, type StructType } from './type.ts';

/** One version of a table. */
export type IcebergTable = {
  /** `database.table`, for messages. */
  readonly name: string;
  readonly metadataLocation: string;
  readonly metadata: TableMetadata;
  readonly schema: StructType;
};

export type PartitionField = {
  readonly id: number;
  readonly name: string;
  readonly transform: Transform;
  readonly source: Field;
  readonly sourceType: Primitive;
  readonly resultType: Primitive;
};

export type PartitionSpec = { readonly id: number; readonly fields: readonly PartitionField[] };

/** Reads the table whose metadata file lies at `metadataLocation`. */
export async function loadTable(files: TableFiles, metadataLocation: string, name: string): Promise<IcebergTable> {
  return tableOf(name, metadataLocation, readMetadata(await files.read(metadataLocation), metadataLocation));
}

/** Reads the version that the catalog points to now. */
export async function loadCurrent(files: TableFiles, pointer: TablePointer): Promise<IcebergTable> {
  return loadTable(files, await pointer.current(), pointer.name);
}

export function tableOf(name: string, metadataLocation: string, metadata: TableMetadata): IcebergTable {
  const json = metadata.schemas.find((schema) => schema['schema-id'] === metadata['current-schema-id']);
  if (!json) throw invalid(name, `there is no schema ${metadata['current-schema-id']}`);
  return { name, metadataLocation, metadata, schema: readStruct(json) };
}

/** The table's columns as Trino names and types them, in the table's order. */
export function tableColumns(table: IcebergTable): readonly Column[] {
  return table.schema.fields.map(({ name, type }) => ({ name: name.toLowerCase(), type: toTrinoType(type) }));
}

/** The column of this name, whatever its case. */
export function findColumn(table: IcebergTable, name: string): Field | undefined {
  return table.schema.fields.find((field) => field.name.toLowerCase() === name.toLowerCase());
}

export function currentSnapshot(table: IcebergTable): Snapshot | undefined {
  const id = table.metadata['current-snapshot-id'];
  if (id === undefined || id === null || id === -1n) return undefined;
  const snapshot = table.metadata.snapshots.find((candidate) => candidate['snapshot-id'] === id);
  if (!snapshot) throw invalid(table.name, `there is no snapshot ${id}`);
  return snapshot;
}

/** The table as it was at a snapshot, with the columns of then. */
export function tableAt(table: IcebergTable, snapshotId: string): IcebergTable {
  const { metadata } = table;
  const snapshot = metadata.snapshots.find((candidate) => String(candidate['snapshot-id']) === snapshotId);
  if (!snapshot) throw new SqlError('INVALID_ARGUMENTS', `Iceberg snapshot ID does not exists: ${snapshotId}`);
  return tableOf(table.name, table.metadataLocation, {
    ...metadata,
    'current-snapshot-id': snapshot['snapshot-id'],
    'current-schema-id': snapshot['schema-id'] ?? metadata['current-schema-id'],
  });
}

/** The spec that new files are written by. */
export function defaultSpec(table: IcebergTable): PartitionSpec {
  return partitionSpec(table, table.metadata['default-spec-id']);
}

/** A partition spec, its sources looked up in any schema the table has had (a dropped column may still partition old files). */
export function partitionSpec(table: IcebergTable, specId: number): PartitionSpec {
  const json = table.metadata['partition-specs'].find((spec) => spec['spec-id'] === specId);
  if (!json) throw invalid(table.name, `there is no partition spec ${specId}`);
  return { id: specId, fields: json.fields.map((field) => partitionField(table, field)) };
}

function partitionField(table: IcebergTable, json: PartitionSpecJson['fields'][number]): PartitionField {
  const source = fieldById(table, json['source-id']);
  if (!source || !isPrimitive(source.type)) throw invalid(table.name, `partition field ${json.name} has no source`);
  const transform = readTransform(json.transform);
  const sourceType = source.type;
  return {
    id: json['field-id'],
    name: json.name,
    transform,
    source,
    sourceType,
    resultType: resultType(transform, sourceType),
  };
}

/** A field, at any depth of the current schema, or else of an earlier one. */
export function fieldById(table: IcebergTable, id: number): Field | undefined {
  return findField(table.schema, id) ?? earlierField(table, id);
}

function earlierField(table: IcebergTable, id: number): Field | undefined {
  for (const json of table.metadata.schemas.toReversed()) {
    const found = findField(readStruct(json), id);
    if (found) return found;
  }
  return undefined;
}

/** Finds a struct's field by its id; fields of lists and maps are not looked into (they neither partition nor prune). */
export function findField(type: IcebergType, id: number): Field | undefined {
  if (type.kind !== 'struct') return undefined;
  for (const field of type.fields) {
    const found = field.id === id ? field : findField(field.type, id);
    if (found) return found;
  }
  return undefined;
}

/** The property, or what stands for it. */
export function property(table: IcebergTable, name: string, otherwise: number): number {
  const value = Number(table.metadata.properties[name]);
  return table.metadata.properties[name] === undefined || Number.isNaN(value) ? otherwise : value;
}

function invalid(name: string, what: string): SqlError {
  return new SqlError('ICEBERG_INVALID_METADATA', `Metadata of table ${name} is damaged: ${what}`);
}
