import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishBatchCommand, PublishCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';
import { admin, type Caller } from '../../kernel/caller.ts';
import type { Input, OperationName, ServiceName } from '../../kernel/sdk.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'sns-'));
const logged: string[] = [];
let running: RunningCloud;
let sns: SNSClient;
let count = 0;
let TopicArn = '';

const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:000000000000:${name}`;
const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const alarms: Caller = {
  kind: 'service',
  principal: 'cloudwatch.amazonaws.com',
  sourceArn: arn('cloudwatch', 'alarm:a'),
};
const rules: Caller = { kind: 'service', principal: 'events.amazonaws.com', sourceArn: arn('events', 'rule/r') };

function call<S extends ServiceName, O extends OperationName<S>>(
  service: S,
  operation: O & string,
  input: Input<S, O>,
  caller: Caller = admin,
) {
  return running.cloud.call(caller, service, operation, input);
}

/** A queue that takes what the topic sends it. */
async function queue(name: string, allowed = true): Promise<string> {
  const grant = {
    Effect: 'Allow',
    Principal: { Service: 'sns.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: '*',
  };
  const Attributes = { Policy: policy({ ...grant, Effect: allowed ? 'Allow' : 'Deny' }) };
  await call('sqs', 'CreateQueue', { QueueName: `${name}-${count}`, Attributes });
  return arn('sqs', `${name}-${count}`);
}

async function received(queueArn: string) {
  const { Messages = [] } = await call('sqs', 'ReceiveMessage', {
    QueueUrl: `${running.endpoint}/000000000000/${queueArn.split(':').at(-1)}`,
    MaxNumberOfMessages: 10,
    MessageAttributeNames: ['All'],
    VisibilityTimeout: 0,
  });
  return Messages;
}

const subscribe = (Endpoint: string, Attributes: Record<string, string> = {}, Protocol = 'sqs') =>
  call('sns', 'Subscribe', { TopicArn, Protocol, Endpoint, Attributes });

beforeAll(async () => {
  const log = (_level: string, message: string, fields: unknown) => logged.push(`${message} ${JSON.stringify(fields)}`);
  running = await startCloud({ stateDir, port: 0, log });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  sns = new SNSClient({ region: 'eu-west-1', endpoint: running.endpoint, credentials, maxAttempts: 1 });
});
beforeEach(async () => {
  count += 1;
  TopicArn = (await call('sns', 'CreateTopic', { Name: `topic-${count}` })).TopicArn ?? '';
});
afterAll(async () => {
  sns.destroy();
  await running.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

describe('a queue that is subscribed', () => {
  test('gets the envelope with subject and attributes, over the wire', async () => {
    const target = await queue('q');
    const { SubscriptionArn } = await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: target }));
    const { MessageId } = await sns.send(
      new PublishCommand({
        TopicArn,
        Subject: 'Hello',
        Message: 'wörld',
        MessageAttributes: { n: { DataType: 'Number', StringValue: '7' } },
      }),
    );
    await expect.poll(() => received(target)).toHaveLength(1);
    const [message] = await received(target);
    const body: unknown = JSON.parse(message?.Body ?? '');
    expect(body).toMatchObject({
      Type: 'Notification',
      MessageId,
      TopicArn,
      Subject: 'Hello',
      Message: 'wörld',
      MessageAttributes: { n: { Type: 'Number', Value: '7' } },
    });
    expect(SubscriptionArn?.startsWith(`${TopicArn}:`)).toBe(true);
  });

  test('gets the bare message when it is raw, and the text that is for queues', async () => {
    const target = await queue('q');
    await subscribe(target, { RawMessageDelivery: 'true' });
    const Message = JSON.stringify({ default: 'all', sqs: 'queues' });
    const MessageAttributes = { s: { DataType: 'String', StringValue: 'x' } };
    await call('sns', 'Publish', { TopicArn, Message, MessageStructure: 'json', MessageAttributes });
    await expect.poll(() => received(target)).toHaveLength(1);
    expect(await received(target)).toMatchObject([{ Body: 'queues', MessageAttributes: { s: { StringValue: 'x' } } }]);
  });

  test('gets only what its filter policy lets through', async () => {
    const [byAttributes, byBody] = [await queue('a'), await queue('b')];
    await subscribe(byAttributes, {
      FilterPolicy: '{"kind":["x"],"n":[{"numeric":[">",1]}]}',
      RawMessageDelivery: 'true',
    });
    const FilterPolicyScope = 'MessageBody';
    await subscribe(byBody, { FilterPolicy: '{"a":{"b":[1]}}', FilterPolicyScope, RawMessageDelivery: 'true' });
    const attributes = (kind: string, n: string) => ({
      kind: { DataType: 'String.Array', StringValue: JSON.stringify([kind, 'other']) },
      n: { DataType: 'Number', StringValue: n },
    });
    await call('sns', 'Publish', { TopicArn, Message: '{"a":{"b":1}}', MessageAttributes: attributes('x', '1') });
    await call('sns', 'Publish', { TopicArn, Message: '{"a":{"b":2}}', MessageAttributes: attributes('x', '2') });
    await call('sns', 'Publish', { TopicArn, Message: 'text', MessageAttributes: attributes('y', '2') });
    await expect.poll(() => received(byBody)).toHaveLength(1);
    expect(await received(byAttributes)).toMatchObject([{ Body: '{"a":{"b":2}}' }]);
    expect(await received(byBody)).toMatchObject([{ Body: '{"a":{"b":1}}' }]);
  });

  test('whose policy does not let the topic send leaves the message to the dead-letter queue', async () => {
    const [target, dead] = [await queue('shut', false), await queue('dead')];
    await subscribe(target, { RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead }) });
    await call('sns', 'Publish', { TopicArn, Message: 'lost?' });
    await expect.poll(() => received(dead)).toHaveLength(1);
    expect((await received(dead))[0]?.Body).toContain('lost?');
    expect(logged.join()).toContain('SNS sent a message to a dead-letter queue');
  });
});

test('a batch is taken entry by entry', async () => {
  const target = await queue('q');
  await subscribe(target, { RawMessageDelivery: 'true' });
  const PublishBatchRequestEntries = [
    { Id: '1', Message: 'a' },
    { Id: '2', Message: '' },
  ];
  const { Successful, Failed } = await sns.send(new PublishBatchCommand({ TopicArn, PublishBatchRequestEntries }));
  expect([Successful?.map(({ Id }) => Id), Failed?.map(({ Id, Code }) => [Id, Code])]).toEqual([
    ['1'],
    [['2', 'InvalidParameter']],
  ]);
  await expect.poll(() => received(target)).toMatchObject([{ Body: 'a' }]);
});

describe('an HTTP endpoint', () => {
  const posted: { type: unknown; body: string }[] = [];
  let server: Server;
  let url = '';
  let status = 200;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        posted.push({ type: request.headers['x-amz-sns-message-type'], body: Buffer.concat(chunks).toString() });
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook`;
  });
  afterAll(() => void server.close());

  test('gets nothing before it has confirmed, and is tried again where it fails', async () => {
    expect(await subscribe(url, {}, 'http')).toEqual({ SubscriptionArn: 'pending confirmation' });
    await call('sns', 'Publish', { TopicArn, Message: 'too early' });
    await expect.poll(() => posted.length).toBe(1);
    const asked = JSON.parse(posted[0]?.body ?? '');
    expect([posted[0]?.type, asked.Type]).toEqual(['SubscriptionConfirmation', 'SubscriptionConfirmation']);
    expect((await fetch(`${asked.SubscribeURL}x`)).status).toBe(400);
    expect((await fetch(asked.SubscribeURL)).status).toBe(200);
    status = 500;
    await call('sns', 'Publish', { TopicArn, Message: 'in time' });
    await expect.poll(() => posted.length).toBe(2);
    status = 200;
    await expect.poll(() => posted.length, { timeout: 4_000 }).toBe(3);
    expect(posted.slice(1).map(({ body }) => JSON.parse(body).Message)).toEqual(['in time', 'in time']);
  });

  test('beyond this machine is refused by name', async () => {
    await expect(subscribe('https://example.com/hook', {}, 'https')).rejects.toThrow('example.com');
  });
});

test('an address is subscribed at once, and its mails are in the log', async () => {
  expect(await subscribe('a@example.com', {}, 'email')).toEqual({ SubscriptionArn: 'pending confirmation' });
  await call('sns', 'Publish', { TopicArn, Message: 'wake up', Subject: 'ALARM' });
  await expect.poll(() => logged.join()).toContain('SNS would send a mail to a@example.com');
});

describe('who may publish', () => {
  const publish = (caller: Caller) => call('sns', 'Publish', { TopicArn, Message: 'm' }, caller);

  test('are CloudWatch’s alarms by the policy that a topic is made with, and not EventBridge', async () => {
    await expect(publish(alarms)).resolves.toBeDefined();
    await expect(publish(rules)).rejects.toMatchObject({ code: 'AuthorizationError' });
  });

  test('are those whom another policy names, from where it says', async () => {
    const Condition = { ArnLike: { 'aws:SourceArn': arn('events', 'rule/r') } };
    const grant = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: '*',
    };
    const AttributeValue = policy({ ...grant, Condition });
    await call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue });
    await expect(publish(rules)).resolves.toBeDefined();
    await expect(publish({ ...rules, sourceArn: arn('events', 'rule/other') })).rejects.toThrow('SNS:Publish');
    await expect(publish(alarms)).rejects.toMatchObject({ code: 'AuthorizationError' });
  });

  test('to an encrypted topic need its key, which the key of AWS’s own gives no alarm', async () => {
    const encrypt = (AttributeValue: string) =>
      call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'KmsMasterKeyId', AttributeValue });
    await encrypt('alias/aws/sns');
    await expect(publish(alarms)).rejects.toMatchObject({ code: 'KMSAccessDenied' });
    const { KeyMetadata } = await call('kms', 'CreateKey', {});
    await call('kms', 'CreateAlias', { AliasName: `alias/mine-${count}`, TargetKeyId: KeyMetadata?.KeyId });
    await encrypt(`alias/mine-${count}`);
    await expect(publish(alarms)).rejects.toMatchObject({ code: 'KMSAccessDenied' });
    const root = {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::000000000000:root' },
      Action: 'kms:*',
      Resource: '*',
    };
    const use = {
      ...root,
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: ['kms:GenerateDataKey*', 'kms:Decrypt'],
    };
    await call('kms', 'PutKeyPolicy', { KeyId: KeyMetadata?.KeyId, Policy: policy(root, use) });
    await expect(publish(alarms)).resolves.toBeDefined();
    await call('kms', 'DisableKey', { KeyId: KeyMetadata?.KeyId });
    await expect(publish(alarms)).rejects.toMatchObject({ code: 'KMSInvalidState' });
  });
});

test('a rule of EventBridge publishes to a topic', async () => {
  const target = await queue('q');
  await subscribe(target, { RawMessageDelivery: 'true' });
  const grant = {
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sns:Publish',
    Resource: TopicArn,
  };
  await call('sns', 'SetTopicAttributes', { TopicArn, AttributeName: 'Policy', AttributeValue: policy(grant) });
  await call('events', 'PutRule', { Name: 'r', EventPattern: '{"source":["mine"]}' });
  await call('events', 'PutTargets', { Rule: 'r', Targets: [{ Id: 't', Arn: TopicArn, InputPath: '$.detail' }] });
  await call('events', 'PutEvents', { Entries: [{ Source: 'mine', DetailType: 'd', Detail: '{"a":1}' }] });
  await expect.poll(() => received(target)).toMatchObject([{ Body: '{"a":1}' }]);
});
