import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { startEndpoint, type TestEndpoint } from '../s3/test-endpoint.ts';
import { createSqs } from '../sqs/service.ts';
import { createEvents } from './service.ts';

const arnOf = (queue: string) => `arn:aws:sqs:eu-west-1:000000000000:${queue}`;

describe('EventBridge, as the SDK sees it', () => {
  let endpoint: TestEndpoint;
  let events: EventBridgeClient;
  let sqs: SQSClient;
  beforeEach(async () => {
    endpoint = await startEndpoint((cloud) => [createEvents(cloud), createSqs(cloud)]);
    events = new EventBridgeClient(endpoint.options);
    sqs = new SQSClient(endpoint.options);
    for (const QueueName of ['q', 'dead']) await endpoint.cloud.call(admin, 'sqs', 'CreateQueue', { QueueName });
  });
  afterEach(async () => {
    events.destroy();
    sqs.destroy();
    await endpoint.stop();
  });

  const rule = async (target: Partial<Target> = {}) => {
    await events.send(new PutRuleCommand({ Name: 'r', EventPattern: '{"source":["tributary.ingest"]}' }));
    await events.send(new PutTargetsCommand({ Rule: 'r', Targets: [{ Id: '1', Arn: arnOf('q'), ...target }] }));
  };
  const put = (detail: unknown, Source = 'tributary.ingest') =>
    events.send(new PutEventsCommand({ Entries: [{ Source, DetailType: 'Test', Detail: JSON.stringify(detail) }] }));
  const receive = async (queue = 'q', WaitTimeSeconds = 2) => {
    const QueueUrl = `${endpoint.options.endpoint}/000000000000/${queue}`;
    const command = new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds, MessageAttributeNames: ['All'] });
    return (await sqs.send(command)).Messages ?? [];
  };

  test('delivers what matches, as AWS writes an event', async () => {
    await rule();
    await put({ a: 1 }, 'other');
    const { Entries } = await put({ a: 2 });
    const [message] = await receive();
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({
      version: '0',
      id: Entries?.[0]?.EventId,
      'detail-type': 'Test',
      source: 'tributary.ingest',
      account: '000000000000',
      region: 'eu-west-1',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      detail: { a: 2 },
    });
    expect(await receive('q', 0)).toEqual([]);
  });

  test('judges each entry by itself', async () => {
    const Entries = [
      { Source: 's', DetailType: 't', Detail: '{}' },
      { Source: 's', DetailType: 't', Detail: 'no' },
      { Source: 'aws.s3', DetailType: 't', Detail: '{}' },
      { Source: 's', DetailType: 't', Detail: '{}', EventBusName: 'none' },
    ];
    const answer = await events.send(new PutEventsCommand({ Entries }));
    expect(answer.FailedEntryCount).toBe(3);
    expect(answer.Entries?.map(({ ErrorCode }) => ErrorCode)).toEqual([
      undefined,
      'MalformedDetail',
      'NotAuthorizedForSourceException',
      'ResourceNotFoundException',
    ]);
  });

  test('transforms the input', async () => {
    await rule({
      InputTransformer: {
        InputPathsMap: { key: '$.detail.object.key', size: '$.detail.object.size', none: '$.detail.none' },
        InputTemplate:
          '{"key": <key>, "text": "of <key>: <size>", "size": <size>, "none": "<none>", "rule": <aws.events.rule-name>}',
      },
    });
    await put({ object: { key: 'a "b"', size: 3 } });
    const [message] = await receive();
    expect(JSON.parse(message?.Body ?? '')).toEqual({
      key: 'a "b"',
      text: 'of a "b": 3',
      size: 3,
      none: '',
      rule: 'r',
    });
  });

  test('gives up what a target refuses, and says so in the dead-letter queue', async () => {
    await rule({ DeadLetterConfig: { Arn: arnOf('dead') } });
    endpoint.deny(({ resource }) => resource === arnOf('q'));
    await put({ a: 1 });
    const [message] = await receive('dead');
    expect(JSON.parse(message?.Body ?? '')).toMatchObject({ detail: { a: 1 } });
    expect(message?.MessageAttributes).toMatchObject({
      RULE_ARN: { StringValue: 'arn:aws:events:eu-west-1:000000000000:rule/r' },
      TARGET_ARN: { StringValue: arnOf('q') },
      ERROR_CODE: { StringValue: 'AccessDenied' },
      RETRY_ATTEMPTS: { StringValue: '0' },
    });
  });

  test('tries again what failed, also after the process was killed', async () => {
    await rule();
    endpoint.cloud.faults.add({ at: 'sqs:SendMessage', kind: 'error', times: 1 });
    await put({ a: 1 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await endpoint.restart(true);
    expect(await receive('q', 5)).toHaveLength(1);
  });

  test('faults double, lose and reorder deliveries', async () => {
    await rule();
    endpoint.cloud.faults.add({ at: 'events:deliver', kind: 'duplicate', times: 1 });
    endpoint.cloud.faults.add({ at: 'events:deliver', kind: 'lose', skip: 1, times: 1 });
    endpoint.cloud.faults.add({ at: 'events:deliver', kind: 'reorder', skip: 2, times: 1 });
    for (const n of [1, 2, 3, 4]) await put({ n });
    const seen: unknown[] = [];
    while (seen.length < 4) for (const { Body } of await receive('q', 3)) seen.push(JSON.parse(Body ?? '').detail.n);
    expect(seen).toEqual([1, 1, 4, 3]);
  });
});
