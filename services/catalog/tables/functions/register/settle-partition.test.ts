import { expect, test } from 'vitest';
import type { HiveColumn } from '../../../glue/hive-type.ts';
import { storageOf } from '../../../glue/table-input.ts';
import { type PartitionDeps, settlePartition } from './settle-partition.ts';

const partition = { database: 'lake', table: 'orders', values: ['2026', '11'] };
const column = (name: string, type: string): HiveColumn => ({ name, type });
const arriving = (...columns: readonly HiveColumn[]) => ({
  partition,
  storage: storageOf('parquet', columns, 's3://b/x/'),
});

/** One partition; `meanwhile` happens before each time that it is written anew. */
function glue(
  table: readonly HiveColumn[],
  meanwhile: (state: { table: readonly HiveColumn[]; columns: HiveColumn[] }) => void = () => undefined,
) {
  const state = { table, columns: [] as HiveColumn[], isThere: false, updates: 0 };
  const read = (columns: readonly { readonly Name?: string | undefined; readonly Type?: string | undefined }[] = []) =>
    columns.map(({ Name = '', Type = '' }) => column(Name, Type));
  const deps: PartitionDeps = {
    async createPartition(_, { Columns }) {
      if (state.isThere) return 'exists';
      state.isThere = true;
      state.columns = read(Columns);
      return 'created';
    },
    findPartition: async () => ({
      columns: state.columns,
      withColumns: (columns) => ({
        StorageDescriptor: { Columns: columns.map(({ name, type }) => ({ Name: name, Type: type })) },
      }),
    }),
    async updatePartition(_, { StorageDescriptor }) {
      meanwhile(state);
      state.updates += 1;
      state.columns = read(StorageDescriptor?.Columns);
    },
    tableColumns: async () => state.table,
    locationNow: async () => undefined,
  };
  return { state, deps };
}

test('a new partition has the columns of its file, and the types of the table', async () => {
  const known = [column('total', 'decimal(12,4)'), column('id', 'bigint'), column('note', 'string')];
  const { state, deps } = glue(known);
  expect(await settlePartition(deps, arriving(column('id', 'int'), column('total', 'decimal(10,2)')), known)).toBe(
    'created',
  );
  expect(state.columns).toEqual([column('id', 'bigint'), column('total', 'decimal(12,4)')]);
});

test('a partition of narrower files is widened once a wider one comes, and is left alone where it is wide', async () => {
  const [narrow, wide] = [
    [column('id', 'int'), column('a', 'string')],
    [column('id', 'bigint'), column('a', 'string')],
  ];
  const { state, deps } = glue(wide);
  await settlePartition(deps, arriving(...narrow), narrow);
  expect(state.columns).toEqual(narrow);
  for (const _ of [1, 2]) {
    expect(await settlePartition(deps, arriving(column('id', 'bigint')), wide)).toBe('exists');
    expect(state).toMatchObject({ columns: wide, updates: 1 });
  }
});

test('what another one widened meanwhile stays so', async () => {
  const [known, newer] = [
    [column('a', 'bigint'), column('b', 'int')],
    [column('a', 'bigint'), column('b', 'bigint')],
  ];
  const { state, deps } = glue(known, (now) => {
    now.table = newer;
    now.columns = newer;
  });
  const narrow = [column('a', 'int'), column('b', 'int')];
  await settlePartition(deps, arriving(...narrow), narrow);
  await settlePartition(deps, arriving(...known), known);
  expect(state).toMatchObject({ columns: newer, updates: 2 });
});

test('changes without end are an error, to be tried again', async () => {
  let digits = 1;
  const { state, deps } = glue([column('a', 'decimal(9,0)')], (now) => {
    digits += 1;
    now.table = [column('a', `decimal(${digits + 9},0)`)];
  });
  await settlePartition(deps, arriving(column('a', 'decimal(1,0)')), []);
  await expect(settlePartition(deps, arriving(column('a', 'decimal(9,0)')), state.table)).rejects.toThrow(
    'was changed by others 5 times',
  );
});
