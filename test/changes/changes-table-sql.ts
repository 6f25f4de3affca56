import type { Source, Table } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { changeColumns } from '@tributary/ingest/changes/core/rows/change-columns.ts';
import type { Column as ParquetColumn } from '@tributary/shared/parquet-write.ts';

/** The statement that makes `_changes` over its files, as the catalog has it. */
export function changesTableSql(source: Source, table: Table, bucket: string): string {
  const columns = changeColumns(table, source.format).map((column) => `\`${column.name}\` ${hiveType(column)}`);
  return `CREATE EXTERNAL TABLE lake.${table.name}_changes (${columns.join(', ')}) PARTITIONED BY (year string, month string, day string, hour string) STORED AS PARQUET LOCATION 's3://${bucket}/lake/${table.name}_changes/'`;
}

const hiveTypes = {
  STRING: 'string',
  INT32: 'int',
  INT64: 'bigint',
  DOUBLE: 'double',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP_MILLIS: 'timestamp',
  TIMESTAMP_MICROS: 'timestamp',
  MAP_STRING_STRING: 'map<string,string>',
} as const;

function hiveType(column: ParquetColumn): string {
  switch (column.type) {
    case 'DECIMAL':
      return `decimal(${column.precision},${column.scale})`;
    case 'STRUCT':
      return `struct<${column.fields.map((field) => `${field.name}:${hiveType(field)}`).join(',')}>`;
    case 'ARRAY':
      return `array<${hiveType(column.element)}>`;
    case 'MAP':
      return `map<string,${hiveType(column.value)}>`;
    default:
      return hiveTypes[column.type];
  }
}
