import { readYamlFile } from '@tributary/shared/yaml-file.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { copiesOf } from './copy.ts';
import { egress } from './egress.ts';

const header = z.strictObject({ egress });
const read = (text: string) => readYamlFile('usage.sql', `egress:\n${text}`, header).egress;

const dataset = (text: string, of: object = {}) => ({
  table: 'usage',
  columns: { day: 'date', slug: 'string', requests: 'bigint' } as const,
  key: ['day', 'slug'],
  partition: { column: 'day', grain: 'day' } as const,
  egress: read(text),
  ...of,
});

describe('where a dataset is copied to', () => {
  test('is read, with what is usual where nothing is said', () => {
    expect(read('  - {to: mysql, table: usage, secret: reporting/mysql}\n  - {to: s3, prefix: exports/usage}')).toEqual(
      [
        { to: 'mysql', table: 'usage', secret: 'reporting/mysql', mode: 'upsert', tls: 'verify' },
        { to: 's3', prefix: 'exports/usage/', bucket: 'lake', format: 'parquet', of: 'table' },
      ],
    );
    expect(read('  - {to: postgresql, table: usage, secret: pg}')).toMatchObject([{ schema: 'public' }]);
  });

  test.each([
    [
      '  - {to: redshift, table: usage}',
      'egress.0.to: `to: redshift` is none that a dataset is copied to: mysql, postgresql and s3 are',
    ],
    ['  - {table: usage}', 'what has no `to`'],
    ['  - {to: mysql, table: Usage, secret: s}', 'usage.sql:2:17: egress.0.table: a name of at most 48'],
    ['  - {to: mysql, table: usage}', 'egress.0.secret: '],
    ['  - {to: mysql, table: usage, secret: s, schema: x}', 'egress.0.schema: there is no such setting'],
    ['  - {to: mysql, table: usage, secret: s, mode: append}', 'egress.0.mode: '],
    ['  - {to: s3, prefix: ../x}', 'egress.0.prefix: folders such as'],
    ['  - {to: s3, prefix: x, delimiter: ";"}', 'egress.0.delimiter: is of csv alone'],
    ['  - {to: s3, prefix: x}\n  - {to: s3, prefix: y}', 'egress.1.name: two destinations are called s3'],
  ])('is refused where it is wrong, with its place: %s', (text, reason) => {
    expect(() => read(text)).toThrow(reason);
  });
});

describe('the copies of datasets', () => {
  test('have the columns that are named, and a digest of all that they depend on', () => {
    const [all] = copiesOf([dataset('  - {to: s3, prefix: x}')]);
    const [some] = copiesOf([dataset('  - {to: s3, prefix: x, columns: [day]}')]);
    expect(all).toMatchObject({ id: 'usage.s3', columns: { day: 'date', slug: 'string', requests: 'bigint' } });
    expect(some?.columns).toEqual({ day: 'date' });
    expect(all?.digest).not.toBe(some?.digest);
    expect(copiesOf([dataset('  - {to: s3, prefix: x}')])[0]?.digest).toBe(all?.digest);
  });

  test.each([
    [
      '  - {to: mysql, table: t, secret: s, columns: [day, requests]}',
      {},
      'egress usage.mysql: columns: slug is missing',
    ],
    ['  - {to: mysql, table: t, secret: s, columns: [day, other]}', {}, 'columns: the dataset has no column other'],
    ['  - {to: mysql, table: t, secret: s}', { key: [] }, '`mode: upsert` needs the dataset to have a unique_key'],
    ['  - {to: s3, prefix: x}\n  - {to: s3, name: b, prefix: x/}', {}, 'egress usage.b: writes x/ of the bucket lake'],
  ])('are refused where they do not suit their dataset: %s', (text, of, reason) => {
    expect(() => copiesOf([dataset(text, of)])).toThrow(reason);
  });

  test('by swap need no key', () => {
    expect(copiesOf([dataset('  - {to: mysql, mode: swap, table: t, secret: s}', { key: [] })])).toHaveLength(1);
  });
});
