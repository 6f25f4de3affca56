import { readYamlFile } from '@tributary/shared/yaml-file.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { redshiftType } from './column-types.ts';
import { copiesOf } from './copy.ts';
import { egress } from './egress.ts';

const header = z.strictObject({ egress });
const read = (text: string) => readYamlFile('usage.sql', `egress:\n${text}`, header).egress;

const usual = { schema: 'public', mode: 'upsert', format: 'parquet' };

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
    expect(read('  - {to: redshift, table: usage, workgroup: bi1, database: dev}')).toEqual([
      { to: 'redshift', table: 'usage', workgroup: 'bi1', database: 'dev', ...usual },
    ]);
  });

  test.each([
    [
      '  - {to: oracle, table: usage}',
      'egress.0.to: `to: oracle` is none that a dataset is copied to: mysql, postgresql, redshift and s3 are',
    ],
    [
      '  - {to: redshift, table: t, database: d}',
      'egress.0.workgroup: either `workgroup` (Redshift Serverless) or `cluster`',
    ],
    ['  - {to: redshift, table: t, database: d, workgroup: bi1, cluster: c}', 'egress.0.workgroup: either `workgroup`'],
    ['  - {to: redshift, table: t, database: d, workgroup: bi1, dbUser: u}', 'egress.0.dbUser: is of a cluster'],
    [
      '  - {to: redshift, table: t, database: d, cluster: c, dbUser: u, secret: s}',
      'egress.0.dbUser: is in the secret',
    ],
    ['  - {to: redshift, table: _lake_stage, database: d, cluster: c}', 'egress.0.table: names that begin with _lake_'],
    ['  - {to: redshift, table: t, cluster: c}', 'egress.0.database: '],
    ['  - {to: redshift, table: t, database: d, cluster: c, format: csv}', 'egress.0.format: '],
    [
      '  - {to: redshift, table: t, database: d, cluster: C}',
      'egress.0.cluster: the identifier of a cluster is expected',
    ],
    ['  - {to: redshift, table: t, database: d, cluster: c, tls: off}', 'egress.0.tls: there is no such setting'],
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
    [
      '  - {to: redshift, table: t, database: d, cluster: c, columns: [day, requests]}',
      {},
      'egress usage.redshift: columns: slug is missing',
    ],
    [
      '  - {to: redshift, table: t, database: d, workgroup: bi1}',
      { columns: { day: 'date', slug: 'map<string,string>' } },
      'columns: Redshift finds no rows by slug, of map<string,string>: use `mode: swap`',
    ],
    [
      '  - {to: redshift, table: t, database: d, cluster: c}\n  - {to: redshift, name: b, table: t, database: d, cluster: c, secret: s}',
      {},
      'egress usage.b: writes public.t of d at c, as another destination does',
    ],
  ])('are refused where they do not suit their dataset: %s', (text, of, reason) => {
    expect(() => copiesOf([dataset(text, of)])).toThrow(reason);
  });

  test('by swap need no key', () => {
    expect(copiesOf([dataset('  - {to: mysql, mode: swap, table: t, secret: s}', { key: [] })])).toHaveLength(1);
  });
});

test('each type of a dataset has its like in Redshift, and what has none is told', () => {
  const types = [
    'string',
    'int',
    'bigint',
    'double',
    'boolean',
    'date',
    'timestamp',
    'map<string,string>',
    'array<int>',
  ];
  expect(types.map(redshiftType)).toEqual(
    'VARCHAR(65535) INTEGER BIGINT DOUBLE+PRECISION BOOLEAN DATE TIMESTAMP SUPER SUPER'
      .split(' ')
      .map((type) => type.replace('+', ' ')),
  );
  expect(redshiftType('decimal(38,10)')).toBe('DECIMAL(38,10)');
  expect(['decimal(39,0)', 'binary', 'interval'].map(redshiftType)).toEqual([undefined, undefined, undefined]);
});
