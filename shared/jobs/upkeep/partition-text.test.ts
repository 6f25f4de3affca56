import { expect, test } from 'vitest';
import { partitionTextOf } from './partition-text.ts';
import { readTableMetadata } from './table-metadata.ts';

const textOf = (transform: string, type: unknown, value: unknown) => {
  const spec = { 'spec-id': 0, fields: [{ 'source-id': 7, 'field-id': 1_000, transform }] };
  const metadata = { schemas: [{ fields: [{ id: 7, type }] }], 'partition-specs': [spec] };
  return partitionTextOf(readTableMetadata(Buffer.from(JSON.stringify(metadata))), spec)({ p1000: value });
};

test.each([
  ['day', 'timestamp', 20_777, '2026-11-20'],
  ['identity', 'date', 20_777, '2026-11-20'],
  ['identity', 'date', -1, '1969-12-31'],
  ['hour', 'timestamptz', 20_777 * 24 + 13, '2026-11-20T13'],
  ['month', 'date', 682, '2026-11'],
  ['year', 'date', 56, '2026'],
  ['identity', 'timestamp', BigInt(Date.UTC(2026, 10, 20, 13)) * 1_000n, '2026-11-20T13:00:00'],
  ['identity', 'string', '2026', '2026'],
  ['identity', 'int', 5, '5'],
  ['bucket[16]', 'string', 3, '3'],
  ['identity', 'date', null, ''],
])('%s of a %s: %s is %s', (transform, type, value, text) => {
  expect(textOf(transform, type, value)).toBe(text);
});

test('several fields stand one after the other, no field is no text', () => {
  const fields = ['1000', '1001', '1002'].map((id, at) => ({
    ...{ 'source-id': at, 'field-id': Number(id), transform: 'identity' },
  }));
  const metadata = readTableMetadata(Buffer.from('{}'));
  const values = { p1000: '2026', p1001: '11', p1002: '20' };
  expect(partitionTextOf(metadata, { 'spec-id': 0, fields })(values)).toBe('2026-11-20');
  expect(partitionTextOf(metadata, { 'spec-id': 0, fields: [] })(values)).toBe('');
});
