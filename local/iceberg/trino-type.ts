import { SqlError } from '../sql/error.ts';
import type { RowField, TrinoType } from '../sql/type.ts';
import type { Field, IcebergType } from './type.ts';

/** The Trino type under which a column of this Iceberg type is queried. */
export function toTrinoType(type: IcebergType): TrinoType {
  switch (type.kind) {
    case 'boolean':
    case 'double':
    case 'date':
    case 'uuid':
      return { kind: type.kind };
    case 'int':
      return { kind: 'integer' };
    case 'long':
      return { kind: 'bigint' };
    case 'float':
      return { kind: 'real' };
    case 'time':
    case 'timestamp':
    case 'timestamptz':
      return { kind: type.kind, precision: 6 };
    case 'decimal':
      return { kind: 'decimal', precision: type.precision, scale: type.scale };
    case 'string':
      return { kind: 'varchar' };
    case 'binary':
    case 'fixed':
      return { kind: 'varbinary' };
    case 'list':
      return { kind: 'array', element: toTrinoType(type.element) };
    case 'map':
      return { kind: 'map', key: toTrinoType(type.key), value: toTrinoType(type.value) };
    case 'struct':
      return {
        kind: 'row',
        fields: type.fields.map((field) => ({ name: field.name.toLowerCase(), type: toTrinoType(field.type) })),
      };
  }
}

/** The Iceberg type that stores a Trino type; `nextId` gives each nested field its id. Throws NOT_SUPPORTED in Trino's words. */
export function fromTrinoType(type: TrinoType, nextId: () => number): IcebergType {
  switch (type.kind) {
    case 'array':
      return {
        kind: 'list',
        elementId: nextId(),
        elementRequired: false,
        element: fromTrinoType(type.element, nextId),
      };
    case 'map': {
      const keyId = nextId();
      const valueId = nextId();
      const key = fromTrinoType(type.key, nextId);
      return { kind: 'map', keyId, key, valueId, valueRequired: false, value: fromTrinoType(type.value, nextId) };
    }
    case 'row':
      return { kind: 'struct', fields: rowFields(type.fields, nextId) };
    case 'decimal':
      return { kind: 'decimal', precision: type.precision, scale: type.scale };
    default:
      return fromScalar(type);
  }
}

function rowFields(fields: readonly RowField[], nextId: () => number): Field[] {
  const named = fields.map((field) => {
    if (!field.name) throw unsupported('Row type field does not have a name');
    return { id: nextId(), name: field.name.toLowerCase(), type: field.type };
  });
  return named.map(({ id, name, type }) => ({ id, name, required: false, type: fromTrinoType(type, nextId) }));
}

const scalars = {
  boolean: 'boolean',
  integer: 'int',
  bigint: 'long',
  real: 'float',
  double: 'double',
  date: 'date',
  varchar: 'string',
  varbinary: 'binary',
  uuid: 'uuid',
} as const;

type Scalar = Exclude<TrinoType, { kind: 'array' | 'map' | 'row' | 'decimal' }>;

function fromScalar(type: Scalar): IcebergType {
  if (type.kind === 'time' || type.kind === 'timestamp' || type.kind === 'timestamptz')
    return fromTime(type.kind, type.precision);
  const kind = Object.entries(scalars).find(([trino]) => trino === type.kind)?.[1];
  if (kind === undefined) throw unsupported(`Type not supported for Iceberg: ${typeName(type)}`);
  return { kind };
}

function typeName(type: Scalar): string {
  if (type.kind === 'char') return `char(${type.length})`;
  return type.kind === 'timetz' ? `time(${type.precision}) with time zone` : type.kind;
}

function fromTime(kind: 'time' | 'timestamp' | 'timestamptz', precision: number): IcebergType {
  if (precision === 6) return { kind };
  const [what, instead] = {
    time: ['Time', 'time(6)'],
    timestamp: ['Timestamp', 'timestamp(6)'],
    timestamptz: ['Timestamp', 'timestamp(6) with time zone'],
  }[kind];
  throw unsupported(`${what} precision (${precision}) not supported for Iceberg. Use "${instead}" instead.`);
}

function unsupported(message: string): SqlError {
  return new SqlError('NOT_SUPPORTED', message);
}
