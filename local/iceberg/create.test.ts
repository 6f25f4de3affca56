import { expect, it } from 'vitest';
import type { TrinoType } from '../sql/type.ts';
import { newMetadata } from './create.ts';
import { glueColumns } from './glue-columns.ts';
import { printMetadata, readMetadata } from './metadata.ts';
import { readPartitioning } from './partitioning.ts';
import { defaultSpec, tableColumns, tableOf } from './table.ts';

const nested: TrinoType = {
  kind: 'row',
  fields: [
    { name: 'A', type: { kind: 'array', element: { kind: 'uuid' } } },
    { name: 'b', type: { kind: 'map', key: { kind: 'varchar' }, value: { kind: 'decimal', precision: 9, scale: 2 } } },
  ],
};

function define(type: TrinoType, partitioning: readonly string[] = []) {
  const columns = [
    { name: 'ID', type: { kind: 'bigint' } as const, comment: 'key' },
    { name: 'x', type },
  ];
  const definition = { name: 'db.t', location: 's3://bucket/t/', columns, partitioning, properties: { k: 'v' } };
  return tableOf('db.t', 's3://bucket/t/metadata/00000-x.metadata.json', newMetadata(definition, 5, 'uuid'));
}

it('gives every field at every depth an id of its own, columns first', () => {
  const table = define(nested);
  expect(table.metadata['last-column-id']).toBe(7);
  expect(table.metadata.schemas[0]?.fields[1]).toMatchObject({
    id: 2,
    type: {
      type: 'struct',
      fields: [
        { id: 3, name: 'a', type: { type: 'list', 'element-id': 5, element: 'uuid' } },
        { id: 4, name: 'b', type: { type: 'map', 'key-id': 6, 'value-id': 7, value: 'decimal(9, 2)' } },
      ],
    },
  });
  expect(tableColumns(table).map(({ name }) => name)).toEqual(['id', 'x']);
});

it('describes columns to Glue as Iceberg does', () => {
  const [id, x] = glueColumns(define(nested));
  expect(id).toEqual({
    Name: 'id',
    Type: 'bigint',
    Comment: 'key',
    Parameters: { 'iceberg.field.current': 'true', 'iceberg.field.id': '1', 'iceberg.field.optional': 'true' },
  });
  expect(x?.Type).toBe('struct<a:array<string>,b:map<string,decimal(9,2)>>');
});

it.each([
  [
    { kind: 'timestamp', precision: 3 },
    'Timestamp precision (3) not supported for Iceberg. Use "timestamp(6)" instead.',
  ],
  [{ kind: 'time', precision: 3 }, 'Time precision (3) not supported for Iceberg. Use "time(6)" instead.'],
  [{ kind: 'tinyint' }, 'Type not supported for Iceberg: tinyint'],
  [{ kind: 'char', length: 3 }, 'Type not supported for Iceberg: char(3)'],
  [{ kind: 'json' }, 'Type not supported for Iceberg: json'],
  [{ kind: 'row', fields: [{ type: { kind: 'bigint' } }] }, 'Row type field does not have a name'],
] as const)('refuses a column of type %j', (type, message) => {
  expect(() => define(type)).toThrow(message);
});

it.each([
  ['day(ts)', 'ts', { kind: 'day' }],
  ['BUCKET(16, Id)', 'id', { kind: 'bucket', width: 16 }],
  ['bucket(id, 16)', 'id', { kind: 'bucket', width: 16 }],
  ['truncate("A b", 4)', 'a b', { kind: 'truncate', width: 4 }],
  ['`name`', 'name', { kind: 'identity' }],
] as const)('reads the partitioning %s', (text, column, transform) => {
  expect(readPartitioning(text)).toEqual({ column, transform });
});

it.each(['week(ts)', 'bucket(id)', 'day(a, b)', 'bucket(id, 0)'])('refuses the partitioning %s', (text) => {
  expect(() => readPartitioning(text)).toThrow(`Unable to parse partitioning value: ${text}`);
});

it('names partition fields as Iceberg does, and refuses what a column cannot be partitioned by', () => {
  const table = define({ kind: 'timestamp', precision: 6 }, ['bucket(4, id)', 'hour(x)']);
  expect(defaultSpec(table).fields.map(({ id, name }) => [id, name])).toEqual([
    [1000, 'id_bucket'],
    [1001, 'x_hour'],
  ]);
  expect(() => define({ kind: 'varchar' }, ['day(x)'])).toThrow('Invalid partition transform day of column x');
  expect(() => define({ kind: 'varchar' }, ['nope'])).toThrow('Cannot find source column: nope');
});

it('keeps what it does not know of metadata that others wrote, and refuses another format version', () => {
  const { metadata } = define({ kind: 'date' });
  const theirs = {
    ...metadata,
    statistics: [{ 'snapshot-id': (1n << 62n) + 1n, 'statistics-path': 's3://b/s' }],
    later: { a: 1 },
  };
  const read = readMetadata(printMetadata(theirs), 's3://b/m');
  expect(read).toEqual(theirs);
  expect(() => readMetadata(printMetadata({ ...metadata, 'format-version': 2, schemas: [] }), 's3://b/m')).toThrow(
    'Error in s3://b/m',
  );
  const version3 = Buffer.from(printMetadata(metadata).toString().replace('"format-version":2', '"format-version":3'));
  expect(() => readMetadata(version3, 's3://b/m')).toThrow('Iceberg table version 3 is not supported');
});
