import { expect, test } from 'vitest';
import type { Caller } from '../../kernel/caller.ts';
import { admin, ended, type Lake, role, start, submit, withLogs } from './testing/lake.ts';

const byAge = (MaxAgeInMinutes?: number) => ({
  ResultReuseConfiguration: {
    ResultReuseByAgeConfiguration: { Enabled: true, ...(MaxAgeInMinutes === undefined ? {} : { MaxAgeInMinutes }) },
  },
});

async function reusing(lake: Lake, sql: string, more: object = {}, caller: Caller = admin) {
  return ended(lake, await submit(lake, sql, caller, { ...byAge(), ...more }));
}

const isReused = ({ Statistics }: Awaited<ReturnType<typeof reusing>>) =>
  Statistics?.ResultReuseInformation?.ReusedPreviousResult;

test('the same query again is answered with the result that is there, and scans nothing', async () => {
  const lake = await withLogs();
  const first = await reusing(lake, 'SELECT id FROM logs ORDER BY id');
  await lake.put('logs/dt=2026-01-01/later.json', '{"id": 9}\n');
  const second = await reusing(lake, 'SELECT id FROM logs ORDER BY id');
  const plain = await ended(lake, await submit(lake, 'SELECT id FROM logs ORDER BY id'));
  expect([first, second, plain].map(isReused)).toEqual([false, true, false]);
  expect(second.Statistics?.DataScannedInBytes).toBe(0);
  expect(plain.Statistics?.DataScannedInBytes).toBeGreaterThan(67);
  expect(second.ResultConfiguration?.OutputLocation).toBe(first.ResultConfiguration?.OutputLocation);
  expect(second.ResultReuseConfiguration).toEqual({
    ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: 60 },
  });
  const { ResultSet } = await lake.cloud.call(admin, 'athena', 'GetQueryResults', {
    QueryExecutionId: second.QueryExecutionId,
  });
  expect(ResultSet?.Rows?.map((row) => row.Data?.[0]?.VarCharValue)).toEqual(['id', '1', '2', '3']);
  expect(ResultSet?.ResultSetMetadata?.ColumnInfo?.[0]?.Name).toBe('id');
});

test('a result that is another query’s, too old or gone is not reused', async () => {
  const lake = await withLogs();
  const sql = 'SELECT id FROM logs';
  const { ResultConfiguration } = await reusing(lake, sql);
  const others = [
    await reusing(lake, 'SELECT id FROM logs '.concat('WHERE true')),
    await reusing(lake, sql, { QueryExecutionContext: { Database: 'lake', Catalog: 'AwsDataCatalog' } }),
    await reusing(lake, sql, { ResultConfiguration: { OutputLocation: 's3://bucket/elsewhere/' } }),
    await reusing(lake, sql, byAge(0)),
    await reusing(lake, sql, {
      ResultConfiguration: {
        ...ResultConfiguration,
        OutputLocation: 's3://bucket/results/',
        AclConfiguration: { S3AclOption: 'BUCKET_OWNER_FULL_CONTROL' },
      },
    }),
  ];
  expect(others.map(isReused)).toEqual(others.map(() => false));
  const all = await lake.cloud.call(admin, 's3', 'ListObjectsV2', { Bucket: 'bucket', Prefix: 'results/' });
  for (const { Key } of all.Contents ?? [])
    await lake.cloud.call(admin, 's3', 'DeleteObject', { Bucket: 'bucket', Key });
  expect(isReused(await reusing(lake, sql))).toBe(false);
});

test('a caller who may not read the result, or the tables, gets nothing of it', async () => {
  const lake = await withLogs({
    denied: ({ action, resource }) => action === 's3:GetObject' && resource.includes('/results/'),
  });
  const sql = 'SELECT id FROM logs';
  await reusing(lake, sql);
  expect(isReused(await reusing(lake, sql, {}, role))).toBe(false);
  const closed = await withLogs({ denied: ({ action }) => action === 'glue:GetTable' });
  await reusing(closed, sql);
  expect((await reusing(closed, sql, {}, role)).Status?.StateChangeReason).toMatch(/^PERMISSION_DENIED/);
});

test('a changed prepared statement and DDL are never answered from before', async () => {
  const lake = await withLogs();
  const prepared = { StatementName: 'one', WorkGroup: 'primary' };
  await lake.cloud.call(admin, 'athena', 'CreatePreparedStatement', { ...prepared, QueryStatement: 'SELECT 1' });
  expect([await reusing(lake, 'EXECUTE one'), await reusing(lake, 'EXECUTE one')].map(isReused)).toEqual([false, true]);
  await new Promise((resolve) => setTimeout(resolve, 2));
  await lake.cloud.call(admin, 'athena', 'UpdatePreparedStatement', { ...prepared, QueryStatement: 'SELECT 2' });
  expect(isReused(await reusing(lake, 'EXECUTE one'))).toBe(false);
  const ddl = [await reusing(lake, 'SHOW TABLES'), await reusing(lake, 'SHOW TABLES')];
  expect(ddl.map(isReused)).toEqual([false, false]);
});

test('what says no age that Athena takes is refused', async () => {
  const lake = await start();
  await expect(submit(lake, 'SELECT 1', admin, byAge(10_081))).rejects.toThrow(/less than or equal to 10080/);
  await expect(submit(lake, 'SELECT 1', admin, byAge(-1))).rejects.toThrow(/greater than or equal to 0/);
});
