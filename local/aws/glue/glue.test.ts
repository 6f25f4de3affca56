import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Input, OperationName, Output } from '../../kernel/sdk.ts';
import { testCloud } from './test-cloud.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function glue(folder = mkdtempSync(join(tmpdir(), 'glue-'))) {
  folders.push(folder);
  const cloud = testCloud(folder);
  return <O extends OperationName<'glue'>>(name: O & string, input: Input<'glue', O>): Promise<Output<'glue', O>> =>
    cloud.call({ kind: 'admin' }, 'glue', name, input);
}

async function withTable(folder?: string) {
  const call = glue(folder);
  await call('CreateDatabase', { DatabaseInput: { Name: 'Lake' } });
  await call('CreateTable', {
    DatabaseName: 'lake',
    TableInput: {
      Name: 'Requests',
      PartitionKeys: [
        { Name: 'day', Type: 'string' },
        { Name: 'n', Type: 'int' },
      ],
    },
  });
  return call;
}

test('names are kept in lower case and found in any', async () => {
  const call = await withTable();
  const { Table } = await call('GetTable', { DatabaseName: 'LAKE', Name: 'REQUESTS' });
  expect(Table).toMatchObject({ Name: 'requests', DatabaseName: 'lake', VersionId: '0', CatalogId: '000000000000' });
});

test('a table is updated only at the version that the caller has seen', async () => {
  const call = await withTable();
  const update = { DatabaseName: 'lake', TableInput: { Name: 'requests', Description: 'x' }, VersionId: '0' };
  await call('UpdateTable', update);
  await expect(call('UpdateTable', update)).rejects.toMatchObject({ code: 'ConcurrentModificationException' });
  const { TableVersions } = await call('GetTableVersions', { DatabaseName: 'lake', TableName: 'requests' });
  expect(TableVersions?.map((version) => version.VersionId)).toEqual(['1', '0']);
});

test('SkipArchive leaves no former version', async () => {
  const call = await withTable();
  await call('UpdateTable', { DatabaseName: 'lake', TableInput: { Name: 'requests' }, SkipArchive: true });
  const { TableVersions } = await call('GetTableVersions', { DatabaseName: 'lake', TableName: 'requests' });
  expect(TableVersions?.map((version) => version.VersionId)).toEqual(['1']);
});

test('a batch of partitions fails one by one, under success', async () => {
  const call = await withTable();
  const where = { DatabaseName: 'lake', TableName: 'requests' };
  await call('CreatePartition', { ...where, PartitionInput: { Values: ['a', '1'] } });
  const { Errors } = await call('BatchCreatePartition', {
    ...where,
    PartitionInputList: [{ Values: ['a', '1'] }, { Values: ['b', '2'] }, { Values: ['c'] }],
  });
  expect(Errors?.map((error) => error.ErrorDetail?.ErrorCode)).toEqual([
    'AlreadyExistsException',
    'InvalidInputException',
  ]);
  const { Partitions } = await call('GetPartitions', where);
  expect(Partitions?.map((partition) => partition.Values)).toEqual([
    ['a', '1'],
    ['b', '2'],
  ]);
});

test.each([
  ["day = 'd2'", [2]],
  ['n > 9', [10]],
  ['n IN (2, 10)', [2, 10]],
  ['n BETWEEN 2 AND 3 AND NOT n = 3', [2]],
  ["(day LIKE 'd_' OR n = 10) AND n <> 1", [2, 3, 10]],
  ["day >= 'd2' AND day <= 'd3'", [2, 3]],
])('partitions are filtered by %s', async (Expression, wanted) => {
  const call = await withTable();
  const where = { DatabaseName: 'lake', TableName: 'requests' };
  await call('BatchCreatePartition', {
    ...where,
    PartitionInputList: [1, 2, 3, 10].map((n) => ({ Values: [`d${n}`, String(n)] })),
  });
  const { Partitions } = await call('GetPartitions', { ...where, Expression });
  expect(Partitions?.map((partition) => Number(partition.Values?.[1])).sort((a, b) => a - b)).toEqual(wanted);
});

test('an expression over no partition key is refused', async () => {
  const call = await withTable();
  const where = { DatabaseName: 'lake', TableName: 'requests' };
  await expect(call('GetPartitions', { ...where, Expression: 'hour = 1' })).rejects.toMatchObject({
    code: 'InvalidInputException',
  });
});

test('pages neither repeat nor skip, and the catalog survives a restart', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'glue-'));
  const first = await withTable(folder);
  const where = { DatabaseName: 'lake', TableName: 'requests' };
  await first('BatchCreatePartition', {
    ...where,
    PartitionInputList: Array.from({ length: 25 }, (_, n) => ({ Values: ['d', String(n)] })),
  });
  const call = glue(folder);
  const seen: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await call('GetPartitions', { ...where, MaxResults: 10, NextToken });
    seen.push(...(page.Partitions ?? []).map((partition) => partition.Values?.[1]));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  expect(new Set(seen).size).toBe(25);
  expect(seen).toHaveLength(25);
  folders.splice(folders.indexOf(folder), 1);
});

test('deleting a database deletes what it holds', async () => {
  const call = await withTable();
  await call('DeleteDatabase', { Name: 'lake' });
  await call('CreateDatabase', { DatabaseInput: { Name: 'lake' } });
  expect((await call('GetTables', { DatabaseName: 'lake' })).TableList).toEqual([]);
});
