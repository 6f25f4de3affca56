import { type DuckDBType, DuckDBTypeId } from '@duckdb/node-api';

const simple: Readonly<Partial<Record<DuckDBTypeId, string>>> = {
  [DuckDBTypeId.BOOLEAN]: 'boolean',
  [DuckDBTypeId.TINYINT]: 'tinyint',
  [DuckDBTypeId.SMALLINT]: 'smallint',
  [DuckDBTypeId.INTEGER]: 'int',
  [DuckDBTypeId.BIGINT]: 'bigint',
  [DuckDBTypeId.UTINYINT]: 'smallint',
  [DuckDBTypeId.USMALLINT]: 'int',
  [DuckDBTypeId.UINTEGER]: 'bigint',
  [DuckDBTypeId.FLOAT]: 'float',
  [DuckDBTypeId.DOUBLE]: 'double',
  [DuckDBTypeId.BLOB]: 'binary',
};

/** Instants, which Parquet has; in texts they are texts, because no SerDe reads every form of them. */
const instants: readonly DuckDBTypeId[] = [
  DuckDBTypeId.TIMESTAMP,
  DuckDBTypeId.TIMESTAMP_TZ,
  DuckDBTypeId.TIMESTAMP_S,
  DuckDBTypeId.TIMESTAMP_MS,
  DuckDBTypeId.TIMESTAMP_NS,
];

/** The Hive type of a column that DuckDB has read; `isTyped` says that the file itself has types. */
export function hiveTypeOf(type: DuckDBType, isTyped: boolean): string {
  const inner = (each: DuckDBType) => hiveTypeOf(each, isTyped);
  if (type.typeId === DuckDBTypeId.LIST) return `array<${inner(type.valueType)}>`;
  if (type.typeId === DuckDBTypeId.MAP) return `map<${inner(type.keyType)},${inner(type.valueType)}>`;
  if (type.typeId === DuckDBTypeId.STRUCT)
    return `struct<${type.entryNames.map((name, at) => `${name.toLowerCase()}:${fieldOf(type.entryTypes[at], inner)}`).join(',')}>`;
  return simple[type.typeId] ?? (isTyped ? typed(type) : 'string');
}

function fieldOf(type: DuckDBType | undefined, inner: (each: DuckDBType) => string): string {
  return type === undefined ? 'string' : inner(type);
}

function typed(type: DuckDBType): string {
  if (type.typeId === DuckDBTypeId.DECIMAL) return `decimal(${type.width},${type.scale})`;
  if (type.typeId === DuckDBTypeId.DATE) return 'date';
  return instants.includes(type.typeId) ? 'timestamp' : 'string';
}
