import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UsageError } from '../usage.ts';
import { isDataName } from './data-name.ts';
import { planFiles } from './plan-files.ts';
import { sourceNamed } from './source.ts';
import { sourceForm } from './source-form.ts';

const folder = mkdtempSync(join(tmpdir(), 'tributary-plan-'));
const at = (name: string) => join(folder, name);

beforeAll(() => {
  for (const name of [
    'a.csv',
    'export/a.csv',
    'export/_SUCCESS',
    'export/.a.csv.crc',
    'export/year=2026/month=11/a.csv',
    'export/deep/b.json',
  ]) {
    mkdirSync(dirname(at(name)), { recursive: true });
    writeFileSync(at(name), 'id\n1\n');
  }
  writeFileSync(at('empty.csv'), '');
  mkdirSync(at('nothing'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const keys = (...paths: readonly string[]) =>
  planFiles(paths.map(at), 'raw/files/shop/orders/').files.map(({ key }) => key.slice('raw/files/shop/orders/'.length));

test('folders below one that is named are kept, and what is marked as no data is left out', () => {
  expect(keys('export')).toEqual(['a.csv', 'deep/b.json', 'year=2026/month=11/a.csv']);
  const { leftOut } = planFiles([at('export'), at('empty.csv')], 'raw/files/shop/orders/');
  expect(leftOut.map(({ file, why }) => [file.slice(folder.length + 1), why])).toEqual([
    ['export/.a.csv.crc', 'its name marks it as no data'],
    ['export/_SUCCESS', 'its name marks it as no data'],
    ['empty.csv', 'it is empty'],
  ]);
});

test('folders of partitions that a path ends in are kept', () => {
  expect(keys('export/year=2026/month=11/a.csv', 'a.csv')).toEqual(['year=2026/month=11/a.csv', 'a.csv']);
  expect(keys('export/year=2026')).toEqual(['year=2026/month=11/a.csv']);
});

test('two files of one key are refused, and so is nothing at all', () => {
  expect(() => keys('a.csv', 'export/a.csv')).toThrow(/a\.csv and .*export\/a\.csv would both be raw\/files\/shop/);
  expect(() => keys('empty.csv')).toThrow(
    new UsageError(`There is nothing to land: of ${at('empty.csv')}, it is empty.`),
  );
  expect(() => keys('nothing')).toThrow('no file is in');
});

test('a source is a folder and a table', () => {
  expect(sourceNamed('Shop-1/orders', 'files')).toEqual({ folder: 'raw/files/Shop-1/orders/', table: 'shop_1_orders' });
  expect(sourceNamed('shop/orders', 'saas').folder).toBe('raw/saas/shop/orders/');
  expect(['shop/orders', 'a.b/c-1'].every((name) => sourceForm.test(name))).toBe(true);
  expect(['shop', '/orders', 'shop/', 'a/b/c', '_a/b', 'a/.b', 'a/b=c'].some((name) => sourceForm.test(name))).toBe(
    false,
  );
});

test.each([
  ['orders.csv', true],
  ['Orders.JSON.gz', true],
  ['charges.ndjson.zst', true],
  ['export.parquet', true],
  ['pages.jsonl.bz2', true],
  ['access.log.zst', true],
  ['access.log', false],
  ['access.log.gz', false],
  ['haproxy', false],
])('%s is no log by its name: %s', (name, is) => {
  expect(isDataName(name)).toBe(is);
});
