import { SqlError } from '../sql/error.ts';
import type { TrinoType } from '../sql/type.ts';
import { commitWith } from './commit.ts';
import type { NewColumn } from './create.ts';
import { succeed } from './metadata.ts';
import type { TableContext } from './port.ts';
import { findColumn, type IcebergTable } from './table.ts';
import { fromTrinoType } from './trino-type.ts';
import { type Field, type IcebergType, printField, printType } from './type.ts';

type EvolveContext = Pick<TableContext, 'files' | 'pointer' | 'now'>;

/** ALTER TABLE … ADD COLUMNS; rows that are already there have NULL. */
export async function addColumns(
  context: EvolveContext,
  table: IcebergTable,
  columns: readonly NewColumn[],
): Promise<IcebergTable> {
  return changeSchema(context, table, (current) => {
    let lastId = current.metadata['last-column-id'];
    const nextId = () => {
      lastId += 1;
      return lastId;
    };
    const fields = [...current.schema.fields];
    for (const { name, type, comment } of columns) {
      refuseExisting(fields, name);
      const doc = comment === undefined ? {} : { doc: comment };
      fields.push({
        id: nextId(),
        name: name.toLowerCase(),
        required: false,
        type: fromTrinoType(type, nextId),
        ...doc,
      });
    }
    return { fields, lastId };
  });
}

/** ALTER TABLE … DROP COLUMN; a column that partitions the table stays. */
export async function dropColumn(context: EvolveContext, table: IcebergTable, name: string): Promise<IcebergTable> {
  return changeSchema(context, table, (current) => {
    const field = requireField(current, name);
    const partitions = current.metadata['partition-specs'].flatMap((spec) => spec.fields);
    if (partitions.some((partition) => partition['source-id'] === field.id))
      throw new SqlError('NOT_SUPPORTED', `Cannot drop partition field: ${name}`);
    if (current.schema.fields.length === 1)
      throw new SqlError('NOT_SUPPORTED', 'Cannot drop the only column in a table');
    return { fields: current.schema.fields.filter(({ id }) => id !== field.id) };
  });
}

/** ALTER TABLE … RENAME COLUMN; files keep their own names, ids connect them. */
export async function renameColumn(
  context: EvolveContext,
  table: IcebergTable,
  names: { readonly from: string; readonly to: string },
): Promise<IcebergTable> {
  return changeSchema(context, table, (current) => {
    const field = requireField(current, names.from);
    refuseExisting(current.schema.fields, names.to);
    return { fields: replaceField(current, { ...field, name: names.to.toLowerCase() }) };
  });
}

/** ALTER TABLE … CHANGE COLUMN: int to bigint, real to double, a decimal to more digits; nothing else. */
export async function changeColumnType(
  context: EvolveContext,
  table: IcebergTable,
  column: { readonly name: string; readonly type: TrinoType },
): Promise<IcebergTable> {
  return changeSchema(context, table, (current) => {
    const field = requireField(current, column.name);
    const type = fromTrinoType(column.type, () => 0);
    if (!canPromote(field.type, type))
      throw new SqlError(
        'NOT_SUPPORTED',
        `Failed to set column type: Cannot change column type: ${field.name}: ${String(printType(field.type))} -> ${String(printType(type))}`,
      );
    return { fields: replaceField(current, { ...field, type }) };
  });
}

/** ALTER TABLE … SET and UNSET TBLPROPERTIES; null unsets. */
export async function setProperties(
  context: EvolveContext,
  table: IcebergTable,
  properties: Readonly<Record<string, string | null>>,
): Promise<IcebergTable> {
  return commitWith(context, table, async (current) => {
    const merged = Object.entries({ ...current.metadata.properties, ...properties });
    const kept = merged.flatMap(([key, value]) => (value === null ? [] : [[key, value] as const]));
    const metadata = succeed(current.metadata, current.metadataLocation, context.now());
    return { metadata: { ...metadata, properties: Object.fromEntries(kept) }, written: [] };
  });
}

type NewSchema = { readonly fields: readonly Field[]; readonly lastId?: number };

async function changeSchema(
  context: EvolveContext,
  table: IcebergTable,
  change: (current: IcebergTable) => NewSchema,
): Promise<IcebergTable> {
  return commitWith(context, table, async (current) => {
    const { fields, lastId } = change(current);
    const metadata = succeed(current.metadata, current.metadataLocation, context.now());
    const id = Math.max(...metadata.schemas.map((schema) => schema['schema-id'])) + 1;
    const present = metadata.schemas.find((schema) => schema['schema-id'] === metadata['current-schema-id']);
    const schema = { ...present, type: 'struct', 'schema-id': id, fields: fields.map(printField) };
    const evolved = { schemas: [...metadata.schemas, schema], 'current-schema-id': id };
    return {
      metadata: { ...metadata, ...evolved, 'last-column-id': lastId ?? metadata['last-column-id'] },
      written: [],
    };
  });
}

function replaceField(table: IcebergTable, field: Field): readonly Field[] {
  return table.schema.fields.map((candidate) => (candidate.id === field.id ? field : candidate));
}

function requireField(table: IcebergTable, name: string): Field {
  const field = findColumn(table, name);
  if (!field) throw new SqlError('COLUMN_NOT_FOUND', `Column '${name}' does not exist`);
  return field;
}

function refuseExisting(fields: readonly Field[], name: string): void {
  if (fields.some((field) => field.name.toLowerCase() === name.toLowerCase()))
    throw new SqlError('COLUMN_ALREADY_EXISTS', `Column '${name}' already exists`);
}

function canPromote(from: IcebergType, to: IcebergType): boolean {
  if (from.kind === 'int') return to.kind === 'long' || to.kind === 'int';
  if (from.kind === 'float') return to.kind === 'double' || to.kind === 'float';
  if (from.kind !== 'decimal' || to.kind !== 'decimal') return from.kind === to.kind && !('fields' in from);
  return from.scale === to.scale && from.precision <= to.precision;
}
