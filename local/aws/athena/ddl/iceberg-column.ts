import type { NewColumn } from '../../../iceberg/create.ts';
import type { TrinoType } from '../../../sql/type.ts';
import { parseHiveType } from '../catalog/hive-type.ts';
import type { ColumnDefinition } from './ddl.ts';

/** A column of an Iceberg table: its timestamps have six digits. */
export function icebergColumn({ name, type, comment }: ColumnDefinition): NewColumn {
  return { name, type: icebergType(parseHiveType(type)), ...(comment === undefined ? {} : { comment }) };
}

function icebergType(type: TrinoType): TrinoType {
  switch (type.kind) {
    case 'timestamp':
      return { kind: 'timestamp', precision: 6 };
    case 'array':
      return { kind: 'array', element: icebergType(type.element) };
    case 'map':
      return { kind: 'map', key: icebergType(type.key), value: icebergType(type.value) };
    case 'row':
      return { kind: 'row', fields: type.fields.map((field) => ({ ...field, type: icebergType(field.type) })) };
    default:
      return type;
  }
}
