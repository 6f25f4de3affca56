import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPublisher, type Publisher } from '@tributary/local/aws/mq/publisher.ts';
import { type RunningCloud, startCloud } from '@tributary/local/cloud.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { eventually } from '../harness/eventually.ts';
import { type RabbitMq, rabbitMqProgram, startRabbitMq } from '../harness/rabbitmq.ts';
import { describeWith } from '../harness/servers.ts';

const broker = 'arn:aws:mq:eu-west-1:000000000000:broker:local:b-local';

/** Writes its events into a file, a line each, and fails after that while another file is there. */
const source = `import { appendFileSync, existsSync } from 'node:fs';
  export const handler = async (event) => {
    appendFileSync(process.env.EVENTS, JSON.stringify(event) + '\\n');
    if (existsSync(process.env.FAIL)) throw new Error('not now');
  };`;

const eventSchema = z.object({
  eventSource: z.literal('aws:rmq'),
  eventSourceArn: z.literal(broker),
  rmqMessagesByQueue: z.record(
    z.string(),
    z.array(
      z.object({
        basicProperties: z.record(z.string(), z.unknown()),
        redelivered: z.boolean(),
        data: z.base64(),
      }),
    ),
  ),
});

type Kind = { readonly name: string; start(): Promise<RabbitMq | undefined> };

/** What holds of an event source, whichever broker it consumes from. */
function contract({ name, start }: Kind): void {
  let server: RabbitMq | undefined;
  let running: RunningCloud;
  let publisher: Publisher;
  const folder = mkdtempSync(join(tmpdir(), 'rabbitmq-events-'));
  const failing = join(folder, 'failing');
  const eventsOf = (queue: string) => {
    const file = join(folder, queue);
    if (!existsSync(file)) return [];
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => eventSchema.parse(JSON.parse(line)).rmqMessagesByQueue[`${queue}::/`] ?? []);
  };
  const bodiesOf = (queue: string) =>
    eventsOf(queue)
      .flat()
      .map(({ data }) => Buffer.from(data, 'base64').toString());
  const begin = async () => {
    running = await startCloud({ stateDir: join(folder, 'state'), port: 0, amqpUrl: server?.url ?? '' });
    publisher = await openPublisher({ endpoint: running.endpoint, amqpUrl: server?.url ?? '' });
  };
  const send = (routingKey: string, body: string | Buffer, properties = {}) =>
    publisher.publish('events', { routingKey, properties, body: Buffer.from(body) });

  beforeAll(async () => {
    server = await start();
    await begin();
    await prepareRole(running);
    await publisher.declare({
      exchanges: [{ name: 'events', type: 'topic' }],
      queues: ['orders', 'retries', 'restarts', 'sizes'],
      bindings: ['orders', 'retries', 'restarts', 'sizes'].map((queue) => ({
        exchange: 'events',
        queue,
        routingKey: `${queue}.#`,
      })),
    });
  });
  afterAll(async () => {
    await publisher?.close();
    await running?.stop();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const map = (queue: string, settings = {}) => mapQueue(running, { queue, folder, failing, settings });

  describe(name, () => {
    test('an event holds the messages of its queue as AWS writes them', async () => {
      await map('orders', { MaximumBatchingWindowInSeconds: 1 });
      const properties = {
        contentType: 'application/json',
        headers: { tenant: 'é', attempt: 2, flag: true, nested: { deep: 'x' }, list: ['a', 1] },
        deliveryMode: 2,
        priority: 3,
        correlationId: 'c-1',
        messageId: 'm-1',
        timestamp: 2_021,
        type: 'order.created',
        appId: 'shop',
      };
      expect(await send('orders.created', '{"id":1}', properties)).toBe(true);
      expect(await send('nobody.wants', 'x')).toBe(false);
      const [[message] = []] = await eventually(
        async () => eventsOf('orders'),
        (seen) => seen.length > 0,
      );
      expect(message).toEqual({
        basicProperties: {
          contentType: 'application/json',
          contentEncoding: null,
          headers: {
            tenant: { bytes: [-61, -87] },
            attempt: 2,
            flag: true,
            nested: { deep: { bytes: [120] } },
            list: [{ bytes: [97] }, 1],
          },
          deliveryMode: 2,
          priority: 3,
          correlationId: 'c-1',
          replyTo: null,
          expiration: null,
          messageId: 'm-1',
          timestamp: 'Jan 1, 1970, 12:33:41 AM',
          type: 'order.created',
          userId: null,
          appId: 'shop',
          clusterId: null,
          bodySize: 8,
        },
        redelivered: false,
        data: Buffer.from('{"id":1}').toString('base64'),
      });
    });

    test('a batch that fails comes again whole and in order, until it succeeds', async () => {
      writeFileSync(failing, '');
      for (const body of ['a', 'b', 'c']) await send('retries', body);
      await map('retries', { BatchSize: 10, MaximumBatchingWindowInSeconds: 1 });
      await eventually(
        async () => eventsOf('retries'),
        (seen) => seen.length >= 2,
      );
      rmSync(failing);
      await send('retries', 'last');
      const seen = await eventually(
        async () => bodiesOf('retries'),
        (bodies) => bodies.includes('last'),
      );
      expect(eventsOf('retries')[0]?.map(({ redelivered }) => redelivered)).toEqual([false, false, false]);
      expect(eventsOf('retries')[1]?.map(({ redelivered }) => redelivered)).toEqual([true, true, true]);
      expect(seen.slice(-4)).toEqual(['a', 'b', 'c', 'last']);
    });

    test('what was not acknowledged outlives the broker and the cloud', async () => {
      writeFileSync(failing, '');
      await map('restarts', { BatchSize: 2 });
      for (const body of ['a', 'b', 'c']) await send('restarts', body);
      await eventually(
        async () => eventsOf('restarts'),
        (seen) => seen.length > 0,
      );
      await publisher.close();
      await server?.restart('SIGKILL');
      rmSync(failing);
      const all = (bodies: readonly string[]) => ['a', 'b', 'c'].every((body) => bodies.includes(body));
      await eventually(async () => bodiesOf('restarts'), all);
      await running.stop();
      await begin();
      await send('restarts', 'd');
      const seen = await eventually(
        async () => bodiesOf('restarts'),
        (bodies) => bodies.includes('d'),
      );
      expect(seen.at(-1)).toBe('d');
    });

    test('a batch ends at its size and at 6 MB, and what no invocation takes does not stop the queue', async () => {
      await send('sizes', Buffer.alloc(5_000_000));
      for (let i = 0; i < 7; i += 1) await send('sizes', Buffer.alloc(1_000_000, `${i}`));
      await send('sizes', 'last');
      await map('sizes', { BatchSize: 5, MaximumBatchingWindowInSeconds: 1 });
      const seen = await eventually(
        async () => bodiesOf('sizes'),
        (bodies) => bodies.includes('last'),
      );
      expect(eventsOf('sizes').map((batch) => batch.length)).toEqual([4, 4]);
      expect(seen.map((body) => body[0])).toEqual(['0', '1', '2', '3', '4', '5', '6', 'l']);
    });
  });
}

async function prepareRole({ cloud }: RunningCloud): Promise<void> {
  const trust = { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' };
  await cloud.call(admin, 'iam', 'CreateRole', {
    RoleName: 'consumer',
    AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trust] }),
  });
  const { ARN } = await cloud.call(admin, 'secretsmanager', 'CreateSecret', {
    Name: 'broker',
    SecretString: JSON.stringify({ username: 'guest', password: 'guest' }),
  });
  const may = (Action: string, Resource: string | undefined) => ({ Effect: 'Allow', Action, Resource });
  await cloud.call(admin, 'iam', 'PutRolePolicy', {
    RoleName: 'consumer',
    PolicyName: 'broker',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        may('mq:DescribeBroker', broker),
        may('secretsmanager:GetSecretValue', ARN),
        ...network.map((action) => may(`ec2:${action}`, '*')),
      ],
    }),
  });
}

/** What Lambda asks of EC2 in the name of a function that reads a broker. */
const network = [
  'CreateNetworkInterface',
  'DeleteNetworkInterface',
  'DescribeNetworkInterfaces',
  'DescribeSecurityGroups',
  'DescribeSubnets',
  'DescribeVpcs',
];

type Wanted = { readonly queue: string; readonly folder: string; readonly failing: string; readonly settings: object };

async function mapQueue({ cloud }: RunningCloud, { queue, folder, failing, settings }: Wanted): Promise<void> {
  const archive = new AdmZip();
  archive.addFile('index.mjs', Buffer.from(source));
  await cloud.call(admin, 'lambda', 'CreateFunction', {
    FunctionName: queue,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/consumer',
    Code: { ZipFile: archive.toBuffer() },
    Environment: { Variables: { EVENTS: join(folder, queue), FAIL: failing } },
  });
  const { ARN = '' } = await cloud.call(admin, 'secretsmanager', 'DescribeSecret', { SecretId: 'broker' });
  await cloud.call(admin, 'lambda', 'CreateEventSourceMapping', {
    FunctionName: queue,
    EventSourceArn: broker,
    Queues: [queue],
    SourceAccessConfigurations: [
      { Type: 'BASIC_AUTH', URI: ARN },
      { Type: 'VIRTUAL_HOST', URI: '/' },
    ],
    ...settings,
  });
}

contract({ name: 'an event source on the broker in the process', start: async () => undefined });
describeWith([rabbitMqProgram], 'a real RabbitMQ', () => {
  contract({ name: 'an event source on RabbitMQ', start: startRabbitMq });
});
