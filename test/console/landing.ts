import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { putLines } from '@tributary/cli/log-lines.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { requestLines } from '../e2e/request-lines.ts';
import type { TestLake } from '../harness/lake.ts';

/** The log group into which `landLog` writes, as a node of the map. */
export const logGroupNode = 'log group:/tributary/local/haproxy';

/** So many requests of the sample, the way production sends them: through the log group, in a stream of their own. */
export async function landLog(lake: TestLake, logStreamName: string, count: number): Promise<void> {
  const to = { logGroupName: lake.names.haproxyLogGroup, logStreamName };
  await putLines(new CloudWatchLogsClient(lake.client), to, asyncOf(await requestLines(count)));
}

async function* asyncOf<T>(items: Iterable<T>): AsyncGenerator<T> {
  yield* items;
}

/** Requests that are rows of haproxy_requests, each once. */
export async function landedRequests(lake: TestLake): Promise<string | null | undefined> {
  const read = lake.query('SELECT count(DISTINCT record_id) FROM haproxy_requests');
  return (await read.catch(() => []))[0]?.[0];
}

export async function queueUrlOf({ cloud }: TestLake, QueueName: string): Promise<string> {
  return (await cloud.call(admin, 'sqs', 'GetQueueUrl', { QueueName })).QueueUrl ?? '';
}

/** From now on parse-logs crashes, and what it is given is given up within seconds. Gives what brings both back to what they were. */
export async function breakParsing(lake: TestLake): Promise<() => Promise<void>> {
  const { cloud } = lake;
  const QueueUrl = await queueUrlOf(lake, 'tributary-ingest-local-parse');
  const { Attributes: before = {} } = await cloud.call(admin, 'sqs', 'GetQueueAttributes', {
    ...{ QueueUrl, AttributeNames: ['VisibilityTimeout', 'RedrivePolicy'] },
  });
  const RedrivePolicy = before.RedrivePolicy?.replace(/"maxReceiveCount":\d+/, '"maxReceiveCount":1') ?? '';
  const hurried = { VisibilityTimeout: '1', RedrivePolicy };
  await cloud.call(admin, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: hurried });
  const fault = cloud.faults.add({ at: 'lambda:invoke', kind: 'crash-before', match: 'parse-logs' });
  return async () => {
    cloud.faults.clear(fault);
    // Else who takes longer than a second is given up again.
    await cloud.call(admin, 'sqs', 'SetQueueAttributes', { QueueUrl, Attributes: before });
  };
}
