import type { RowField, TrinoType } from './type.ts';

/** Trino's name of a type, as typeof() and messages give it: `decimal(12,2)`, `array(varchar)`, `row(id integer, name varchar)`. */
export function typeName(type: TrinoType): string {
  switch (type.kind) {
    case 'decimal':
      return `decimal(${type.precision},${type.scale})`;
    case 'varchar':
      return type.length === undefined ? 'varchar' : `varchar(${type.length})`;
    case 'char':
      return `char(${type.length})`;
    case 'time':
    case 'timestamp':
      return `${type.kind}(${type.precision})`;
    case 'timetz':
    case 'timestamptz':
      return `${type.kind.slice(0, -2)}(${type.precision}) with time zone`;
    case 'array':
      return `array(${typeName(type.element)})`;
    case 'map':
      return `map(${typeName(type.key)}, ${typeName(type.value)})`;
    case 'row':
      return `row(${type.fields.map(fieldText).join(', ')})`;
    default:
      return type.kind;
  }
}

function fieldText(field: RowField): string {
  if (field.name === undefined) return typeName(field.type);
  const plain = /^[a-z_][a-z0-9_]*$/i.test(field.name);
  return `${plain ? field.name : `"${field.name.replaceAll('"', '""')}"`} ${typeName(field.type)}`;
}

const PLAIN: Readonly<Record<string, string>> = {
  unknown: 'INTEGER',
  boolean: 'BOOLEAN',
  tinyint: 'TINYINT',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  double: 'DOUBLE',
  varchar: 'VARCHAR',
  char: 'VARCHAR',
  varbinary: 'BLOB',
  json: 'VARCHAR',
  uuid: 'UUID',
  date: 'DATE',
  time: 'TIME',
  timetz: 'VARCHAR',
  timestamp: 'TIMESTAMP',
  timestamptz: 'STRUCT(utc TIMESTAMP, zone VARCHAR)',
  'interval day to second': 'BIGINT',
  'interval year to month': 'INTEGER',
};

/** The DuckDB type in which values of a Trino type lie (type.ts). */
export function duckdbType(type: TrinoType): string {
  switch (type.kind) {
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`;
    case 'array':
      return `${duckdbType(type.element)}[]`;
    case 'map':
      return `MAP(${duckdbType(type.key)}, ${duckdbType(type.value)})`;
    case 'row':
      return `STRUCT(${rowKeys(type)
        .map((key, i) => `${quoted(key)} ${duckdbType(fieldType(type, i))}`)
        .join(', ')})`;
    default:
      return PLAIN[type.kind] ?? 'VARCHAR';
  }
}

/** The keys of the DuckDB STRUCT of a row. */
export function rowKeys(type: Extract<TrinoType, { kind: 'row' }>): readonly string[] {
  return type.fields.map((field, i) => field.name?.toLowerCase() ?? `field${i}`);
}

/** A DuckDB identifier. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A DuckDB string literal. */
export function text(value: string): string {
  const parts = value.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return parts.length === 1 ? (parts[0] ?? "''") : `(${parts.join(' || chr(0) || ')})`;
}

/** Whether two types are the same, row field names included. */
export function sameType(a: TrinoType, b: TrinoType): boolean {
  return typeName(a) === typeName(b);
}

function fieldType(type: Extract<TrinoType, { kind: 'row' }>, index: number): TrinoType {
  return type.fields[index]?.type ?? { kind: 'unknown' };
}
