import { writeAvro } from '@tributary/shared/avro.ts';
import { expect, test } from 'vitest';
import { readAvro } from './avro.ts';
import { readContent } from './content.ts';

const schema = {
  type: 'record',
  name: 'entry',
  fields: [
    { name: 'status', type: 'int', 'field-id': 0 },
    { name: 'snapshot_id', type: ['null', 'long'], 'field-id': 1 },
    { name: 'path', type: 'string', 'field-id': 2 },
    { name: 'sizes', type: { type: 'array', items: 'long' }, 'field-id': 3 },
    { name: 'bounds', type: { type: 'map', values: 'bytes' }, 'field-id': 4 },
    { name: 'ratio', type: 'double', 'field-id': 5 },
    { name: 'kind', type: { type: 'enum', name: 'kind', symbols: ['A', 'B'] }, 'field-id': 6 },
    { name: 'mark', type: { type: 'fixed', name: 'mark', size: 2 }, 'field-id': 7 },
    {
      name: 'inner',
      type: ['null', { type: 'record', name: 'inner', fields: [{ name: 'on', type: 'boolean', 'field-id': 9 }] }],
      'field-id': 8,
    },
  ],
};
const records = [
  {
    status: -3,
    snapshot_id: 4_403_145_087_099_245_758n,
    path: 'a€',
    sizes: [1n, -2n, 300_000n],
    bounds: { x: Buffer.from([1, 255]) },
    ratio: 0.5,
    kind: 'B',
    mark: Buffer.from([0xab, 0xcd]),
    inner: { on: true },
  },
  {
    status: 7,
    snapshot_id: null,
    path: '',
    sizes: [],
    bounds: {},
    ratio: -1,
    kind: 'A',
    mark: Buffer.from([0, 1]),
    inner: null,
  },
];
const bytes = new Uint8Array(writeAvro(schema, { 'format-version': '2' }, records));

test('the records of a container file are rows, their fields the columns, and longs keep their digits', () => {
  const { columns, rows } = readAvro(bytes, true);
  expect(columns.map(({ name }) => name)).toEqual(schema.fields.map(({ name }) => name));
  expect(rows).toEqual([
    ['-3', '4403145087099245758', 'a€', '[1,-2,300000]', '{"x":"01ff"}', '0.5', 'B', 'abcd', '{"on":true}'],
    ['7', null, '', '[]', '{}', '-1', 'A', '0001', null],
  ]);
});

test('a file without records has no rows', () => {
  expect(readAvro(new Uint8Array(writeAvro(schema, {}, [])), true).rows).toEqual([]);
});

test('one that is damaged or cut is shown as bytes, with the reason', () => {
  const reading = { name: 'x.avro', isWhole: true, as: undefined, header: undefined };
  expect(readContent(bytes, reading)).toMatchObject({ what: 'Avro', shown: 'Avro' });
  for (const broken of [
    bytes.slice(0, 10),
    bytes.slice(0, -20),
    Uint8Array.from(bytes, (byte, at) => (at === 60 ? byte ^ 0x55 : byte)),
  ])
    expect(readContent(broken, reading)).toMatchObject({
      what: 'Avro',
      shown: 'hex',
      notes: [expect.stringMatching(/^It cannot be read as Avro: /)],
    });
});
