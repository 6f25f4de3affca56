import { quoteName, quoteText } from './sql-text.ts';
import type { Field, IcebergType } from './type.ts';

const primitives: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  long: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  date: 'DATE',
  time: 'TIME',
  timestamp: 'TIMESTAMP',
  string: 'VARCHAR',
  uuid: 'UUID',
  binary: 'BLOB',
  fixed: 'BLOB',
};

/** How a value of the type lies in DuckDB while a query runs (sql/type.ts), or, `inFile`, within the table's Parquet files. */
export function duckType(type: IcebergType, inFile: boolean): string {
  switch (type.kind) {
    case 'list':
      return `${duckType(type.element, inFile)}[]`;
    case 'map':
      return `MAP(${duckType(type.key, inFile)}, ${duckType(type.value, inFile)})`;
    case 'struct': {
      const fields = type.fields.map(
        (field) => `${quoteName(fieldName(field, inFile))} ${duckType(field.type, inFile)}`,
      );
      return `STRUCT(${fields.join(', ')})`;
    }
    case 'decimal':
      return `DECIMAL(${type.precision}, ${type.scale})`;
    case 'timestamptz':
      return inFile ? 'TIMESTAMPTZ' : 'STRUCT(utc TIMESTAMP, zone VARCHAR)';
    default:
      return primitives[type.kind] ?? 'VARCHAR';
  }
}

function fieldName(field: Field, inFile: boolean): string {
  return inFile ? field.name : field.name.toLowerCase();
}

/** DuckDB SQL that turns a query's value into what the Parquet file stores. */
export function toFile(sql: string, type: IcebergType, depth = 0): string {
  return `CAST(${convert(sql, type, depth)} AS ${duckType(type, true)})`;
}

function convert(sql: string, type: IcebergType, depth: number): string {
  if (!holdsZone(type)) return sql;
  const item = `v${depth}`;
  switch (type.kind) {
    case 'timestamptz':
      return `make_timestamptz(epoch_us(struct_extract(${sql}, 'utc')))`;
    case 'list':
      return `list_transform(${sql}, lambda ${item}: ${toFile(item, type.element, depth + 1)})`;
    case 'map': {
      const key = toFile(`struct_extract(${item}, 'key')`, type.key, depth + 1);
      const value = toFile(`struct_extract(${item}, 'value')`, type.value, depth + 1);
      return `map_from_entries(list_transform(map_entries(${sql}), lambda ${item}: {'key': ${key}, 'value': ${value}}))`;
    }
    case 'struct': {
      const fields = type.fields.map((field) => {
        const value = `struct_extract(${sql}, ${quoteText(field.name.toLowerCase())})`;
        return `${quoteName(field.name)} := ${toFile(value, field.type, depth)}`;
      });
      return `CASE WHEN ${sql} IS NULL THEN NULL ELSE struct_pack(${fields.join(', ')}) END`;
    }
    default:
      return sql;
  }
}

/** Whether a value of the type lies differently in files than in queries. */
export function holdsZone(type: IcebergType): boolean {
  if (type.kind === 'list') return holdsZone(type.element);
  if (type.kind === 'map') return holdsZone(type.key) || holdsZone(type.value);
  if (type.kind === 'struct') return type.fields.some((field) => holdsZone(field.type));
  return type.kind === 'timestamptz';
}
