import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { putLines, readLines } from '@tributary/cli/log-lines.ts';
import { sampleFile } from '@tributary/cli/sample/feed.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const batchLines = 200;
const days = 50;

async function* batch(): AsyncGenerator<string> {
  let at = 0;
  for await (const line of readLines(sampleFile)) {
    if (/\[.*\] www \S+\/\S+ \d+\/\d+\/\d+\/\d+\/\d+ \d{3} .*"$/.test(line)) {
      yield line;
      at += 1;
    }
    if (at === batchLines) return;
  }
}

/** The statement that enrich ran for its batch. */
async function mergeOf({ cloud, names }: TestLake): Promise<string> {
  const { QueryExecutionIds = [] } = await cloud.call(admin, 'athena', 'ListQueryExecutions', {
    WorkGroup: names.enrichWorkGroup,
  });
  const { QueryExecutions = [] } = await cloud.call(admin, 'athena', 'BatchGetQueryExecution', { QueryExecutionIds });
  const merge = QueryExecutions.find(
    ({ Query, Status }) => /^\s*MERGE\b/.test(Query ?? '') && Status?.State === 'SUCCEEDED',
  );
  if (merge?.Query === undefined) throw new Error('enrich has merged nothing');
  return merge.Query;
}

const target = 'SELECT count(*), count(DISTINCT date(request_date)) FROM integration_requests';

describe('what enriching a batch costs', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await startLake();
    const stream = { logGroupName: lake.names.haproxyLogGroup, logStreamName: 'batch' };
    await putLines(new CloudWatchLogsClient(lake.client), stream, batch());
    await eventually(
      () => lake.query(target).catch(() => []),
      ([row]) => row?.[0] === String(batchLines),
      120_000,
    );
  });
  afterAll(() => lake?.dispose());

  test('it scans the same bytes when the target holds a thousand times the rows on other days', async () => {
    const merge = await mergeOf(lake);
    const before = await lake.ask(merge);
    expect(before.scannedBytes).toBeGreaterThan(0);

    const others = (await columnsOf(lake)).filter((name) => name !== 'record_id' && name !== 'request_date');
    await lake.query(`INSERT INTO integration_requests (record_id, request_date, ${others.join(', ')})
SELECT r.record_id || '-' || CAST(n AS varchar), r.request_date - n % ${days} * INTERVAL '1' DAY - INTERVAL '1' DAY, ${others.join(', ')}
FROM integration_requests AS r CROSS JOIN UNNEST(sequence(1, 1000)) AS t (n)`);
    expect(await lake.query(target)).toEqual([[String(batchLines * 1001), String(days + 1)]]);

    const after = await lake.ask(merge);
    expect(after.scannedBytes).toBe(before.scannedBytes);
    expect(await lake.query(target)).toEqual([[String(batchLines * 1001), String(days + 1)]]);
    const whole = await lake.ask('SELECT count(DISTINCT record_id) FROM integration_requests');
    expect(whole.scannedBytes).toBeGreaterThan(after.scannedBytes * 10);
  });
});

async function columnsOf({ cloud, names }: TestLake): Promise<readonly string[]> {
  const { Table } = await cloud.call(admin, 'glue', 'GetTable', {
    DatabaseName: names.lakeDatabase,
    Name: 'integration_requests',
  });
  return (Table?.StorageDescriptor?.Columns ?? []).map(({ Name = '' }) => Name);
}
