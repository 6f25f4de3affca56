import {
  CloudWatchLogsClient,
  CreateLogStreamCommand,
  DeleteSubscriptionFilterCommand,
  PutLogEventsCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { readLines } from '@tributary/cli/log-lines.ts';
import { sampleFile } from '@tributary/cli/sample/feed.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

describe('a subscription filter that calls parse-direct, without Firehose', () => {
  let lake: TestLake;

  beforeAll(async () => {
    lake = await startLake();
  });
  afterAll(() => lake.dispose());

  test('its log events are kept in the raw bucket, and become rows', async () => {
    const logs = new CloudWatchLogsClient(lake.client);
    const group = { logGroupName: lake.names.haproxyLogGroup };
    const { Configuration } = await new LambdaClient(lake.client).send(
      new GetFunctionCommand({ FunctionName: `${lake.names.prefix}-ingest-local-parse-direct` }),
    );
    const filter = { ...group, filterName: 'to-lake' };
    await logs.send(new DeleteSubscriptionFilterCommand(filter));
    await logs.send(
      new PutSubscriptionFilterCommand({
        ...filter,
        filterPattern: '',
        destinationArn: Configuration?.FunctionArn,
      }),
    );
    await logs.send(new CreateLogStreamCommand({ ...group, logStreamName: 'edge' }));
    const messages = (await firstLines(30)).map((message) => ({ message, timestamp: Date.now() }));
    await logs.send(new PutLogEventsCommand({ ...group, logStreamName: 'edge', logEvents: messages }));

    const counted = 'SELECT count(*), count(DISTINCT record_id), min(source_key) FROM haproxy_requests';
    const rows = async () => (await lake.query(counted).catch(() => []))[0] ?? [];
    const row = await eventually(rows, ([count]) => count === '30');
    expect(row[1]).toBe('30');
    expect(row[2]).toMatch(/^raw\/logs\/haproxy-direct\/year=\d{4}\//);
  });
});

async function firstLines(count: number): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of readLines(sampleFile)) {
    if (/\[.*\] www \S+\/\S+ \d+\/\d+\/\d+\/\d+\/\d+ \d{3} .*"$/.test(line)) lines.push(line);
    if (lines.length === count) break;
  }
  return lines;
}
