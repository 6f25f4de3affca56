import { describe, expect, test } from 'vitest';
import type { FoundTable } from '../../../glue/ports.ts';
import { type Place, placeOf } from '../../core/place.ts';
import { findGeneration, schemaOfFiles } from './files-tables.ts';

const found = (parameters: Record<string, string>, isView = false): FoundTable => ({
  version: '0',
  iceberg: false,
  columns: [],
  partitionKeys: [],
  isView,
  parameters,
  changed: () => ({ Name: '' }),
  withColumns: () => ({ Name: '' }),
});
const files = (generation: number, isView = false) =>
  found({ 'tributary.files.from': 'raw/files/shop/orders/', 'tributary.files.generation': `${generation}` }, isView);

function place(key: string): Place {
  const read = placeOf(key, {});
  if (read === undefined) throw new Error(`${key} is in no table`);
  return read;
}

/** The table that a key's file is of, if the catalog has these. */
const tableOf = async (key: string, tables: Readonly<Record<string, FoundTable>>) => {
  const databases = { raw: 'raw', lake: 'lake' };
  const findTable = async (database: string, table: string) => (database === 'lake' ? tables[table] : undefined);
  return (await findGeneration({ findTable, databases }, place(key)))?.table;
};

const first = 'lake/shop_orders/year=2026/a.parquet';
const second = 'lake/shop_orders/2/year=2026/a.parquet';

describe('the table of Glue that a file is of', () => {
  test('is the one of the name, where it is not of files or not there yet', async () => {
    expect(await tableOf(first, {})).toBe('shop_orders');
    expect(await tableOf(second, { shop_orders: found({}) })).toBe('shop_orders');
  });

  test('is the one of its generation', async () => {
    expect(await tableOf(first, { shop_orders: files(1) })).toBe('shop_orders');
    expect(await tableOf(second, { shop_orders: files(2) })).toBe('shop_orders');
    expect(await tableOf(second, { shop_orders: files(1), shop_orders__2: files(2) })).toBe('shop_orders__2');
  });

  test('stands beside, while a view is in its place', async () => {
    expect(await tableOf(second, { shop_orders: files(2, true), shop_orders__2: files(2) })).toBe('shop_orders__2');
    expect(await tableOf(first, { shop_orders: files(1, true), shop_orders__1: files(1) })).toBe('shop_orders__1');
  });

  test('is none, where its generation is gone', async () => {
    expect(await tableOf(first, { shop_orders: files(2) })).toBeUndefined();
    expect(await tableOf(second, { shop_orders: files(1) })).toBeUndefined();
  });

  test('is what was declared, of files that have no generation', async () => {
    const { generation: _, ...declared } = place(first);
    const findTable = async () => Promise.reject(new Error('was asked'));
    expect(await findGeneration({ findTable, databases: { raw: 'raw', lake: 'lake' } }, declared)).toBe(declared);
  });
});

test('what came to a table with a file is what its footer says', () => {
  expect(schemaOfFiles({ 'tributary.schema': 'created' })).toEqual({ cause: 'created', added: [] });
  expect(schemaOfFiles({ 'tributary.schema': '["a","b"]' })).toEqual({ cause: 'schema', added: ['a', 'b'] });
  for (const nothing of [undefined, {}, { 'tributary.schema': '[]' }])
    expect(schemaOfFiles(nothing)).toEqual({ cause: 'rows', added: [] });
  expect(() => schemaOfFiles({ 'tributary.schema': '{"a":1}' })).toThrow();
});
