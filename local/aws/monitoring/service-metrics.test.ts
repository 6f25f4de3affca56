import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';
import { admin } from '../../kernel/caller.ts';
import type { Input, OperationName, ServiceName } from '../../kernel/sdk.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'service-metrics-'));
let running: RunningCloud;

function call<S extends ServiceName, O extends OperationName<S>>(
  service: S,
  operation: O & string,
  input: Input<S, O>,
) {
  return running.cloud.call(admin, service, operation, input);
}

async function maximum(Namespace: string, MetricName: string, Dimensions: { Name: string; Value: string }[]) {
  const now = running.cloud.clock.now();
  const { Datapoints = [] } = await call('monitoring', 'GetMetricStatistics', {
    Namespace,
    MetricName,
    Dimensions,
    StartTime: new Date(now - 600_000),
    EndTime: new Date(now + 60_000),
    Period: 3_600,
    Statistics: ['Maximum'],
  });
  return Datapoints[0]?.Maximum;
}

beforeAll(async () => {
  running = await startCloud({ stateDir, port: 0 });
});
afterAll(async () => {
  await running.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

test('a queue tells what was sent, how much waits and since when', { timeout: 20_000 }, async () => {
  await call('sqs', 'CreateQueue', { QueueName: 'q' });
  for (const MessageBody of ['a', 'b'])
    await call('sqs', 'SendMessage', { QueueUrl: `${running.endpoint}/000000000000/q`, MessageBody });
  const ofQueue = (name: string) => maximum('AWS/SQS', name, [{ Name: 'QueueName', Value: 'q' }]);
  await expect.poll(() => ofQueue('NumberOfMessagesSent'), { timeout: 15_000 }).toBe(2);
  expect(await ofQueue('ApproximateNumberOfMessagesVisible')).toBe(2);
  expect(await ofQueue('ApproximateAgeOfOldestMessage')).toBeGreaterThanOrEqual(9);
});

test('a rule tells of targets that were given up, by its bus too', async () => {
  await call('events', 'CreateEventBus', { Name: 'lake' });
  for (const EventBusName of ['lake', 'default']) {
    await call('events', 'PutRule', { Name: 'r', EventBusName, EventPattern: '{"source":["mine"]}' });
    const Targets = [{ Id: 't', Arn: 'arn:aws:sqs:eu-west-1:000000000000:shut' }];
    await call('events', 'PutTargets', { Rule: 'r', EventBusName, Targets });
    await call('events', 'PutEvents', { Entries: [{ EventBusName, Source: 'mine', DetailType: 'd', Detail: '{}' }] });
  }
  const rule = { Name: 'RuleName', Value: 'r' };
  const failed = (...dimensions: { Name: string; Value: string }[]) =>
    maximum('AWS/Events', 'FailedInvocations', dimensions);
  await expect.poll(() => failed(rule)).toBe(1);
  await expect.poll(() => failed({ Name: 'EventBusName', Value: 'lake' }, rule)).toBe(1);
});
