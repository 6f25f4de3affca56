import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { copiesOf } from '../egress/core/copy.ts';
import { compileSql } from './compile-sql.ts';
import { readDeclaredFiles } from './read-declared.ts';

const root = mkdtempSync(join(tmpdir(), 'tributary-read-declared-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function serviceWith(files: Readonly<Record<string, string>>): string {
  const service = mkdtempSync(join(root, 'query-'));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(service, file, '..'), { recursive: true });
    writeFileSync(join(service, file), text);
  }
  return service;
}

/** What is compiled, in the same words. */
function compiled(service: string) {
  const { datasets, views } = compileSql(service);
  const copies = copiesOf(datasets);
  return [
    ...datasets.map(({ table, after, partition, schedule, materialized, lookback }) => {
      const flow = { table, after, partition, schedule, materialized, lookback };
      return { kind: 'dataset', name: table, flow, copies: copies.filter(({ dataset }) => dataset === table) };
    }),
    ...views.map(({ view: name, reads }) => ({ name, kind: 'view', reads })),
  ].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

const table = (select: string, more = '') => `/*\ndescription: d\n${more}columns: {a: int}\n*/\n${select}`;

test.each([
  ['what ships', fileURLToPath(new URL('..', import.meta.url))],
  [
    'comments, texts, quotes, views and what is said instead',
    serviceWith({
      'datasets/usage.sql': table(
        'SELECT 1 AS a -- of {{lake}}.nothing\n/* {{raw}}.nothing */ FROM {{ lake }} . requests',
      ),
      'datasets/b.sql':
        table(`SELECT u.a FROM {{lake}}."usage" AS u, {{raw}}.Events, {{lake}}."usage$files" AS "--", {{lake}}.v
WHERE u.a > length('it''s -- {') AND {{lake}}.v.a = 1`),
      'datasets/c.sql': table('SELECT a FROM {{lake}}.v', 'after: [raw.x, v]\n'),
      'datasets/d.sql': table(
        'SELECT a, b FROM {{raw}}.z WHERE {{days}}',
        `unique_key: a
partitioned_by: a
lookback: 2
schedule: rate(1 hour)
egress:
  - {to: s3, prefix: exports/d, of: partitions}
  - {to: mysql, table: d, secret: reporting/mysql}
`,
      ).replace('{a: int}', '{a: date, b: "decimal(12,2)"}'),
      'views/v.sql':
        '/* description: d */ WITH w AS (SELECT a FROM {{lake}}.usage) SELECT a FROM w UNION SELECT b FROM {{raw}}.y',
    }),
  ],
])('of %s it is known without a parser what a compiler knows', (_, service) => {
  expect(readDeclaredFiles(service).toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual(compiled(service));
});

test('a service without a folder declares nothing', () => {
  expect(readDeclaredFiles(serviceWith({}))).toEqual([]);
  expect(compileSql(serviceWith({}))).toEqual({ datasets: [], views: [], schedules: {}, tables: [{ prefix: '' }] });
});

test('mistakes of all headers are told at once', () => {
  const service = serviceWith({
    'datasets/a.sql': 'SELECT 1',
    'datasets/b.sql': '/* table: b */ SELECT 1',
    'views/c.sql': '/* [ */',
  });
  expect(() => readDeclaredFiles(service)).toThrow(
    /^datasets\/a\.sql:1:1: .*\ndatasets\/b\.sql:1:4: .*\n(datasets\/b\.sql:1:4: .*\n)*views\/c\.sql:1:\d+: .*$/s,
  );
});
