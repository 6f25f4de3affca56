import type { IcebergTable } from './table.ts';
import type { IcebergType } from './type.ts';

export type GlueColumn = {
  readonly Name: string;
  readonly Type: string;
  readonly Comment?: string;
  readonly Parameters: Readonly<Record<string, string>>;
};

/** The table's columns as Iceberg's Glue catalog writes them into the StorageDescriptor. */
export function glueColumns(table: IcebergTable): readonly GlueColumn[] {
  return table.schema.fields.map(({ id, name, required, type, doc }) => ({
    Name: name,
    Type: hiveType(type),
    ...(doc === undefined ? {} : { Comment: doc }),
    Parameters: {
      'iceberg.field.current': 'true',
      'iceberg.field.id': String(id),
      'iceberg.field.optional': String(!required),
    },
  }));
}

function hiveType(type: IcebergType): string {
  switch (type.kind) {
    case 'long':
      return 'bigint';
    case 'time':
    case 'uuid':
      return 'string';
    case 'timestamptz':
      return 'timestamp';
    case 'fixed':
      return 'binary';
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'list':
      return `array<${hiveType(type.element)}>`;
    case 'map':
      return `map<${hiveType(type.key)},${hiveType(type.value)}>`;
    case 'struct':
      return `struct<${type.fields.map((field) => `${field.name}:${hiveType(field.type)}`).join(',')}>`;
    default:
      return type.kind;
  }
}
