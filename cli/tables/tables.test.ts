import { describe, expect, test } from 'vitest';
import { jsonOfTable } from './as-json.ts';
import { columnsOf } from './columns.ts';
import { describeTable, isBeside } from './described-table.ts';
import { renderTableDetail } from './detail.ts';
import { holdingsOf } from './holdings.ts';
import { snapshotIn } from './iceberg-snapshot.ts';
import { renderTables, type Showing } from './overview.ts';
import { none, seePartitions } from './partitions.ts';
import type { SeenTable } from './read-tables.ts';

const now = Date.UTC(2026, 10, 29, 12);
const showing: Showing = { now, isTerminal: false, originOf: ({ from }) => from ?? 'elsewhere', flags: ' --stage dev' };
const from = 'raw/files/shop/orders/';

const orders = describeTable({
  Name: 'shop_orders',
  TableType: 'EXTERNAL_TABLE',
  Parameters: {
    classification: 'parquet',
    'tributary.files.from': from,
    'tributary.files.columns': JSON.stringify([
      ['total', 'bigint', 'Total (EUR)'],
      ['zip', 'string', 'zip', {}, 'p'],
    ]),
    recordCount: '1200',
    objectCount: '3',
    sizeKey: '2048',
    'tributary.files.rescued': '7',
  },
  PartitionKeys: [{ Name: 'day', Type: 'string' }],
  StorageDescriptor: {
    Location: 's3://lake/lake/shop_orders/',
    Columns: [
      { Name: 'total', Type: 'bigint' },
      { Name: 'zip', Type: 'string', Parameters: { sensitive: 'true' } },
      { Name: '_rescued_data', Type: 'map<string,string>' },
    ],
  },
});
const report = {
  table: 'shop_orders',
  from,
  at: '2026-11-29T11:00:00.000Z',
  raw_objects: 3,
  files: 3,
  bytes: 2048,
  rows: 1200,
  rescued: 7,
  missed: 1,
  orphaned: 0,
  partitions: 2,
  partitions_added: 0,
  partitions_removed: 0,
  drift: [],
  retyped: false,
};
const seen: SeenTable = {
  table: orders,
  holdings: holdingsOf(orders, report, undefined),
  partitions: { ...none, count: 2, first: '01', last: '02' },
  writtenAt: now - 60_000,
  report,
};
const uncounted = { ...orders, parameters: { 'tributary.files.from': from } };

test('a table is told with what was counted and when, where it comes from, and how fresh it is', () => {
  const told = renderTables([seen], showing);
  expect(told).toMatch(/│ shop_orders │ 1,200 │ 2 kB │ +7 │ 1 h ago +│ +2 │ 1 min ago │ raw\/files\/shop\/orders\/ │/);
  expect(told).not.toContain('lake reconcile');
  const fresh = { ...seen, table: uncounted, holdings: holdingsOf(uncounted, undefined, undefined), report: undefined };
  expect(renderTables([fresh], showing)).toContain(
    '1 table of files is counted in the night, and at once by: lake reconcile --stage dev',
  );
  expect(renderTableDetail(fresh, showing)).toContain('not counted yet: lake reconcile shop_orders --stage dev');
  expect(renderTables([], showing)).toBe('There is no table yet.\n');
});

test('of one table columns are told with their names in the files, and by which hand they are', () => {
  expect(
    columnsOf(orders).map(({ name, key, isPinned, isSensitive, isPartition }) => [
      name,
      key,
      isPinned,
      isSensitive,
      isPartition,
    ]),
  ).toEqual([
    ['total', 'Total (EUR)', false, false, false],
    ['zip', 'zip', true, true, false],
    ['_rescued_data', undefined, false, false, false],
    ['day', undefined, false, false, true],
  ]);
  const told = renderTableDetail(seen, showing);
  for (const words of [
    'rows        1,200 (counted 1 h ago)',
    '2 kB in 3 objects',
    '2, from 01 to 02',
    '"Total (EUR)" in the files',
    'pinned, sensitive',
    'Reconciled 1 h ago: 1 object that no event told of become rows now',
  ])
    expect(told).toContain(words);
});

test('programs get null for what nobody knows, and times in ISO 8601', () => {
  const { columns, ...rest } = JSON.parse(jsonOfTable(seen, showing.originOf, true));
  expect(columns).toHaveLength(4);
  expect(rest).toMatchObject({
    rows: 1200,
    rescued: 7,
    countedAt: report.at,
    writtenAt: '2026-11-29T11:59:00.000Z',
    report,
  });
  const view = describeTable({ Name: 'v', TableType: 'VIRTUAL_VIEW' });
  const bare = {
    table: view,
    holdings: holdingsOf(view, undefined, undefined),
    partitions: none,
    writtenAt: undefined,
    report: undefined,
  };
  expect(JSON.parse(jsonOfTable(bare, showing.originOf, false))).toEqual({
    table: 'v',
    kind: 'view',
    from: 'elsewhere',
    location: '',
    rows: null,
    bytes: null,
    objects: null,
    rescued: null,
    countedAt: null,
    partitions: null,
    writtenAt: null,
  });
});

test('a generation that is being made is nobody’s table, one of another name is', () => {
  expect(isBeside({ ...orders, name: 'shop_orders__2' })).toBe(true);
  expect(isBeside({ ...orders, from: undefined, name: 'shop_orders__2' })).toBe(false);
  expect(isBeside(orders)).toBe(false);
});

describe('what a table holds', () => {
  test('is said by the newest snapshot of Iceberg', () => {
    const snapshot = (at: number, rows: string) => ({
      'snapshot-id': at,
      'timestamp-ms': at,
      summary: { 'total-records': rows, 'total-files-size': '10', 'total-data-files': '2' },
    });
    const holdings = { rows: 9, bytes: 10, objects: 2, rescued: undefined, at: 2 };
    expect(snapshotIn(JSON.stringify({ snapshots: [snapshot(2, '9'), snapshot(1, '5')] }))).toEqual(holdings);
    expect(snapshotIn('{"snapshots":[]}')).toBeUndefined();
    expect(holdingsOf(orders, report, holdings)).toBe(holdings);
  });

  test('of partitions is counted up to a limit', async () => {
    const pages = [['03', '01'], ['02']];
    const glue = {
      send: async ({ input }: { readonly input: object }): Promise<object> => {
        const at = 'NextToken' in input && input.NextToken === '1' ? 1 : 0;
        const Partitions = pages[at]?.map((day) => ({
          Values: [day],
          StorageDescriptor: { Location: `s3://lake/${day}/` },
        }));
        return { Partitions, ...(at === 0 ? { NextToken: '1' } : {}) };
      },
    };
    const of = { database: 'lake', table: 'shop_orders' };
    const last = { first: '01', last: '03', lastLocation: 's3://lake/03/' };
    expect(await seePartitions(glue, of, 100)).toEqual({ count: 3, isCut: false, ...last });
    expect(await seePartitions(glue, of, 2)).toEqual({ count: 2, isCut: true, ...last });
  });
});
