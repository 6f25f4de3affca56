import { typedColumn } from '@tributary/shared/parquet/testing/nested-columns.ts';
import { writeLots } from '@tributary/shared/parquet/testing/write-lots.ts';
import { type Column, parquetSchemaOf } from '@tributary/shared/parquet-write.ts';
import fc from 'fast-check';
import { parquetMetadata, parquetSchema, type SchemaElement } from 'hyparquet';
import { expect, test } from 'vitest';
import { hiveColumnsOf } from './hive-type.ts';

const typesOf = (schema: SchemaElement[]) =>
  Object.fromEntries(hiveColumnsOf(parquetSchema({ schema })).map(({ name, type }) => [name, type]));

test("reads the types of the project's own writer", async () => {
  const types = [
    'STRING',
    'INT32',
    'INT64',
    'DOUBLE',
    'BOOLEAN',
    'DATE',
    'TIMESTAMP_MILLIS',
    'TIMESTAMP_MICROS',
    'MAP_STRING_STRING',
  ] as const;
  const columns: readonly Column[] = [
    ...types.map((type) => ({ name: type, type })),
    { name: 'amount', type: 'DECIMAL', precision: 18, scale: 4 },
    { name: 'id', type: 'DECIMAL', precision: 20, scale: 0 },
  ];
  const file = await writeLots(columns, [[{}]], 10);
  expect(typesOf(parquetMetadata(new Uint8Array(file).buffer).schema)).toEqual({
    string: 'string',
    int32: 'int',
    int64: 'bigint',
    double: 'double',
    boolean: 'boolean',
    date: 'date',
    timestamp_millis: 'timestamp',
    timestamp_micros: 'timestamp',
    map_string_string: 'map<string,string>',
    amount: 'decimal(18,4)',
    id: 'decimal(20,0)',
  });
});

const flatTypes = {
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

function expectedOf(column: Column): string {
  switch (column.type) {
    case 'DECIMAL':
      return `decimal(${column.precision},${column.scale})`;
    case 'STRUCT':
      return `struct<${column.fields.map((field) => `${field.name.toLowerCase()}:${expectedOf(field)}`).join(',')}>`;
    case 'ARRAY':
      return `array<${expectedOf(column.element)}>`;
    case 'MAP':
      return `map<string,${expectedOf(column.value)}>`;
    default:
      return flatTypes[column.type];
  }
}

const depthOf = (type: string) => Math.max(0, ...[...type.matchAll(/</g)].map(({ index }) => openAt(type, index)));

function openAt(type: string, at: number): number {
  const before = type.slice(0, at + 1);
  return before.split('<').length - before.split('>').length;
}

test("reads columns of columns of the project's own writer, eight levels deep", () => {
  let deepest = 0;
  fc.assert(
    fc.property(typedColumn(8), ({ column }) => {
      const [read] = hiveColumnsOf(parquetSchema({ schema: parquetSchemaOf([column]) }));
      expect(read).toEqual({ name: 'x', type: expectedOf(column) });
      deepest = Math.max(deepest, depthOf(read?.type ?? ''));
    }),
    { numRuns: 400 },
  );
  expect(deepest).toBeGreaterThanOrEqual(8);
});

test("reads other writers' decimals, dates, lists of either layout and nested structs", () => {
  expect(
    typesOf([
      { name: 'root', num_children: 5 },
      { name: 'Price', type: 'INT64', converted_type: 'DECIMAL', precision: 12, scale: 2 },
      { name: 'day', type: 'INT32', logical_type: { type: 'DATE' } },
      { name: 'tags', converted_type: 'LIST', num_children: 1, repetition_type: 'OPTIONAL' },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      { name: 'element', type: 'BYTE_ARRAY', converted_type: 'UTF8' },
      { name: 'old', converted_type: 'LIST', num_children: 1 },
      { name: 'array', type: 'INT32', repetition_type: 'REPEATED' },
      { name: 'who', num_children: 2 },
      { name: 'Id', type: 'INT64' },
      { name: 'raw', type: 'BYTE_ARRAY' },
    ]),
  ).toEqual({
    price: 'decimal(12,2)',
    day: 'date',
    tags: 'array<string>',
    old: 'array<int>',
    who: 'struct<id:bigint,raw:binary>',
  });
});
