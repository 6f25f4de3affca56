import type { TableInput } from '@aws-sdk/client-glue';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryGlue } from '../../glue/memory-glue-for-tests.ts';
import type { HideColumns } from '../../glue/sensitive-columns.ts';

import type { DeclaredColumn } from '../core/declaration/files.ts';
import { type Objects, see } from '../core/types/evidence.ts';
import type { Fields } from '../core/value.ts';
import { createAgree, tableFolder, type Wanted } from './agree.ts';
import { FilesError } from './files-error.ts';
import { MovedError } from './moved-error.ts';

const declared: ReadonlyMap<string, DeclaredColumn> = new Map([['email', { isSensitive: true }]]);

function wants(record: Fields, more: Partial<Wanted> = {}): Wanted {
  const objects: Objects = { count: 0, named: new Map() };
  see({ objects }, record);
  return {
    objects,
    declared,
    name: 'shop_orders',
    from: 'raw/files/shop/orders/',
    generation: 1,
    partitionKeys: ['year'],
    ...more,
  };
}

function createLake(glue = createMemoryGlue()) {
  const agree = createAgree({ ...glue, database: 'lake', lakeBucket: 'lake-bucket' });
  const columns = () => glue.tables.get('lake.shop_orders')?.input.StorageDescriptor?.Columns ?? [];
  return { glue, agree, columns, names: () => columns().map(({ Name }) => Name) };
}

test('columns that are declared sensitive are hidden before there is a row, each time anew', async () => {
  const glue = createMemoryGlue();
  const hidden: unknown[] = [];
  const hideColumns: HideColumns = async (what) => {
    hidden.push(what);
  };
  const agree = createAgree({ ...glue, hideColumns, database: 'lake', lakeBucket: 'b' });
  const declared = new Map([['Email', { isSensitive: true }]]);
  await agree(wants({ id: 1, Email: 'a@b' }, { declared }));
  await agree(wants({ id: 1 }, { declared }));
  const told = { database: 'lake', table: 'shop_orders', columns: ['email', '_rescued_data'] };
  expect(hidden).toEqual([told, told]);
  expect(glue.tables.get('lake.shop_orders')?.input.StorageDescriptor?.Columns).toContainEqual({
    Name: 'email',
    Type: 'string',
    Parameters: { sensitive: 'true' },
  });
});
/** What a hand makes of the table. */
function change(glue: ReturnType<typeof createMemoryGlue>, by: (input: TableInput) => Partial<TableInput>): void {
  const kept = glue.tables.get('lake.shop_orders');
  if (kept !== undefined) kept.input = { ...kept.input, ...by(kept.input) };
}

describe('the table of a file', () => {
  test('is made by the first, as others expect one of Parquet', async () => {
    const { glue, agree } = createLake();
    const agreed = await agree(wants({ Id: 1, email: 'x' }));
    expect([agreed.isNew, agreed.added, agreed.table.rescuedAt]).toEqual([true, [], 2]);
    expect(glue.tables.get('lake.shop_orders')?.input).toMatchObject({
      Name: 'shop_orders',
      TableType: 'EXTERNAL_TABLE',
      Parameters: {
        EXTERNAL: 'TRUE',
        classification: 'parquet',
        'tributary.files.from': 'raw/files/shop/orders/',
        'tributary.files.generation': '1',
        'tributary.files.columns': '[["id","bigint","Id"],["email","string"]]',
      },
      PartitionKeys: [{ Name: 'year', Type: 'string' }],
      StorageDescriptor: {
        Location: 's3://lake-bucket/lake/shop_orders/',
        Columns: [
          { Name: 'id', Type: 'bigint' },
          { Name: 'email', Type: 'string', Parameters: { sensitive: 'true' } },
          { Name: '_rescued_data', Type: 'map<string,string>' },
        ],
      },
    });
  });

  test('gets the columns of later ones, and is not touched where nothing is new', async () => {
    const { glue, agree, names } = createLake();
    await agree(wants({ id: 1 }));
    expect(await agree(wants({ email: 'x', id: 2, more: null }))).toMatchObject({ isNew: false, added: ['email'] });
    expect(names()).toEqual(['id', '_rescued_data', 'email']);
    expect(await agree(wants({ email: 'y', id: 'x' }))).toMatchObject({ isNew: false, added: [] });
    expect(glue.tables.get('lake.shop_orders')?.version).toBe(2);
  });

  test('gets fields of structs without a new column', async () => {
    const { agree, columns } = createLake();
    await agree(wants({ o: { a: 1 } }));
    expect((await agree(wants({ o: { b: 1 } }))).added).toEqual([]);
    expect(columns()[0]?.Type).toBe('struct<a:bigint,b:bigint>');
  });

  test('keeps what a hand has made of it', async () => {
    const { glue, agree, columns } = createLake();
    await agree(wants({ id: 1, price: 1.5 }));
    change(glue, ({ StorageDescriptor: storage = {}, Parameters: parameters }) => {
      const [, , ...rest] = storage.Columns ?? [];
      const own = [
        { Name: 'id', Type: 'string', Comment: 'ours' },
        { Name: 'amount', Type: 'double' },
      ];
      return {
        Parameters: { ...parameters, mine: 'x' },
        StorageDescriptor: { ...storage, Columns: [...own, ...rest] },
      };
    });
    await agree(wants({ id: 2, price: 2, late: true }));
    expect(columns()).toEqual([
      { Name: 'id', Type: 'string', Comment: 'ours' },
      { Name: 'amount', Type: 'double' },
      { Name: '_rescued_data', Type: 'map<string,string>' },
      { Name: 'late', Type: 'boolean' },
    ]);
    expect(glue.tables.get('lake.shop_orders')?.input.Parameters).toMatchObject({
      mine: 'x',
      'tributary.files.columns': '[["id","string","id",{},"p"],["amount","double","price",{},"n"],["late","boolean"]]',
    });
  });

  test('is no other, which says what to do', async () => {
    const { glue, agree } = createLake();
    await agree(wants({ id: 1 }));
    const other = agree(wants({ id: 1 }, { from: 'raw/saas/shop/orders/' }));
    await expect(other).rejects.toThrow(FilesError);
    await expect(other).rejects.toThrow(
      'The files of raw/saas/shop/orders/ are to be the table shop_orders, which holds the files of raw/files/shop/orders/: put them under another source or object, then replay the folder',
    );
    change(glue, () => ({ Parameters: {} }));
    await expect(agree(wants({ id: 1 }))).rejects.toThrow('which is a table already, and not one of files');
  });

  test('is of the generation that rows are made for, and no view', async () => {
    const { glue, agree } = createLake();
    const second = { name: 'shop_orders__2', generation: 2 };
    await expect(agree(wants({ id: 1 }, second))).rejects.toThrow(MovedError);
    expect(glue.tables.size).toBe(0);
    await agree(wants({ id: 1 }));
    await expect(agree(wants({ id: 1 }, { generation: 2 }))).rejects.toThrow(MovedError);
    const kept = glue.tables.get('lake.shop_orders');
    if (kept !== undefined) kept.input = { ...kept.input, TableType: 'VIRTUAL_VIEW' };
    await expect(agree(wants({ id: 1, more: 1 }))).rejects.toThrow(MovedError);
    expect(kept?.version).toBe(1);
  });

  test('of each generation has a folder of its own', () => {
    const folders = [
      ['a_b', 1],
      ['a_b', 3],
      ['a_b__3', 3],
      ['a_b__12', 12],
      ['a_b__1', 1],
      ['a__9_b', 2],
    ] as const;
    expect(folders.map(([name, generation]) => tableFolder(name, { generation }))).toEqual([
      'lake/a_b/',
      'lake/a_b/3/',
      'lake/a_b/3/',
      'lake/a_b/12/',
      'lake/a_b/',
      'lake/a__9_b/2/',
    ]);
  });

  test('is not agreed upon for ever', async () => {
    const { glue } = createLake();
    let updates = 0;
    const agree = createAgree({
      ...glue,
      updateTable: async () => {
        updates += 1;
        return 'changed meanwhile';
      },
      database: 'lake',
      lakeBucket: 'b',
    });
    await agree(wants({ id: 1 }));
    await expect(agree(wants({ more: 1 }))).rejects.toThrow('shop_orders was changed by others 20 times in a row');
    expect(updates).toBe(20);
  });
});

test('several at once lose no column, in whatever order their calls are answered', async () => {
  const record = fc
    .uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'A'), { minLength: 1 })
    .map((keys) => Object.fromEntries(keys.map((key) => [key, 1])));
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), fc.array(record, { minLength: 2, maxLength: 4 }), async (scheduler, records) => {
      const glue = createMemoryGlue();
      const { names, glue: _ } = createLake(glue);
      // A call is done at once or later, and its answer comes later still.
      const agree = createAgree({
        findTable: scheduler.scheduleFunction(glue.findTable),
        createTable: scheduler.scheduleFunction(glue.createTable),
        updateTable: scheduler.scheduleFunction(glue.updateTable),
        hideColumns: glue.hideColumns,
        database: 'lake',
        lakeBucket: 'b',
      });
      const all = Promise.all(records.map((each) => agree(wants(each))));
      await scheduler.waitFor(all);
      const agreed = await all;
      const keys = new Set(records.flatMap((each) => Object.keys(each)));
      const last = await createLake(glue).agree(wants({}));
      expect(new Set(last.table.columns.map(({ key }) => key))).toEqual(keys);
      expect(new Set(names()).size).toBe(keys.size + 1);
      expect(agreed.filter(({ isNew }) => isNew)).toHaveLength(1);
      for (const [at, { table }] of agreed.entries()) {
        // What each has been told of its columns stays so.
        expect(table.columns).toEqual(last.table.columns.slice(0, table.columns.length));
        expect(table.rescuedAt).toBe(last.table.rescuedAt);
        expect(table.columns.map(({ key }) => key)).toEqual(expect.arrayContaining(Object.keys(records[at] ?? {})));
      }
      const told = agreed.flatMap(({ added }) => added);
      expect(new Set(told).size).toBe(told.length);
      expect(told.length + last.table.rescuedAt).toBe(keys.size);
    }),
    { numRuns: 150 },
  );
});
