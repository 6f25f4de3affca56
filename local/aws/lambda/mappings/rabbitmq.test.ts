import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import { type Broker, openBroker } from '../../mq/broker.ts';
import { createTestCloud } from '../cloud-for-tests.ts';
import { createLambda } from '../service.ts';

let testing: ReturnType<typeof createTestCloud>;
let broker: Broker;
let secretText: string;

const trust = encodeURIComponent(
  JSON.stringify({
    Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
  }),
);
const source = `import { appendFileSync } from 'node:fs';
  export const handler = async (event) => appendFileSync(process.env.EVENTS, JSON.stringify(event) + '\\n');`;

beforeEach(async () => {
  testing = createTestCloud();
  secretText = JSON.stringify({ username: 'guest', password: 'guest' });
  testing.answer('iam', 'GetRole', () => ({ Role: { AssumeRolePolicyDocument: trust } }));
  testing.answer('logs', 'PutLogEvents', () => ({}));
  testing.answer('secretsmanager', 'GetSecretValue', () => ({ SecretString: secretText }));
  broker = openBroker(join(testing.cloud.stateDir, 'mq'));
  const lambda = createLambda(testing.cloud, {
    issueCredentials: (_role, session) => ({ accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: session }),
    subscribe: broker.subscribe,
  });
  testing.add(lambda);
  lambda.start?.();
  const archive = new AdmZip();
  archive.addFile('index.mjs', Buffer.from(source));
  await testing.cloud.call(admin, 'lambda', 'CreateFunction', {
    FunctionName: 'f',
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/consumer',
    Code: { ZipFile: archive.toBuffer() },
    Environment: { Variables: { EVENTS: join(testing.cloud.stateDir, 'events') } },
  });
});
afterEach(() => testing.end());

const map = (settings: object = {}) =>
  testing.cloud.call(admin, 'lambda', 'CreateEventSourceMapping', {
    FunctionName: 'f',
    EventSourceArn: 'arn:aws:mq:eu-west-1:000000000000:broker:local:b-local',
    Queues: ['q'],
    SourceAccessConfigurations: [{ Type: 'BASIC_AUTH', URI: 'arn:aws:secretsmanager:eu-west-1:0:secret:b' }],
    MaximumBatchingWindowInSeconds: 0,
    ...settings,
  });

const declare = () => broker.topology.declareQueue({ vhost: '/', name: 'q', arguments: {} });
const publish = (text: string) => broker.publish('/', '', { routingKey: 'q', properties: {}, body: Buffer.from(text) });
const left = () => broker.counts(broker.topology.queue('/', 'q'));

function bodies(): readonly string[] {
  const lines = readFileSync(join(testing.cloud.stateDir, 'events'), { encoding: 'utf8', flag: 'a+' }).split('\n');
  return lines
    .slice(0, -1)
    .flatMap((line) => JSON.parse(line).rmqMessagesByQueue['q::/'])
    .map(({ data }) => Buffer.from(data, 'base64').toString());
}

async function until(condition: () => boolean): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 10_000) throw new Error(`Not within 10 s; logged: ${testing.logged.join('\n')}`);
    await new Promise((go) => setTimeout(go, 20));
  }
}

test('messages that no filter wants are acknowledged and not handed over', async () => {
  declare();
  await map({ FilterCriteria: { Filters: [{ Pattern: '{"data": {"kind": ["order"]}}' }] } });
  for (const text of ['{"kind":"noise"}', '{"kind":"order"}', 'no JSON']) publish(text);
  await until(() => bodies().length > 0 && left().unacknowledged === 0);
  expect(bodies()).toEqual(['{"kind":"order"}']);
  expect(left()).toEqual({ ready: 0, unacknowledged: 0 });
});

test('a queue that is not there yet is waited for, and told of once', async () => {
  await map();
  await until(() => testing.logged.some((line) => line.includes('There is no queue')));
  declare();
  publish('a');
  await until(() => bodies().length > 0);
  expect(testing.logged.filter((line) => line.includes('There is no queue'))).toHaveLength(1);
});

test('a secret that is no user and password keeps it from reading, and stays a secret', async () => {
  declare();
  secretText = 'guest:hunter2';
  await map();
  publish('a');
  await until(() => testing.logged.some((line) => line.includes('is not JSON with the texts username and password')));
  expect(testing.logged.join()).not.toContain('hunter2');
  expect(left().ready).toBe(1);
  secretText = JSON.stringify({ username: 'guest', password: 'hunter2' });
  await until(() => bodies().length > 0);
});

test.each(['mq:DescribeBroker', 'secretsmanager:GetSecretValue', 'ec2:DescribeVpcs', 'ec2:DescribeSecurityGroups'])(
  'is refused to a role that may not %s',
  async (one) => {
    testing.deny(({ action }) => action === one);
    await expect(map()).rejects.toThrow(`does not have permissions to call ${one}`);
  },
);

test('a mapping that is disabled gives back what it holds, and one function may have several queues', async () => {
  declare();
  broker.topology.declareQueue({ vhost: '/', name: 'other', arguments: {} });
  const { UUID } = await map();
  await map({ Queues: ['other'] });
  await expect(map()).rejects.toThrow('already exists');
  await testing.cloud.call(admin, 'lambda', 'UpdateEventSourceMapping', { UUID, Enabled: false });
  await new Promise((go) => setTimeout(go, 100));
  publish('a');
  await new Promise((go) => setTimeout(go, 100));
  expect(left()).toEqual({ ready: 1, unacknowledged: 0 });
  await testing.cloud.call(admin, 'lambda', 'UpdateEventSourceMapping', { UUID, Enabled: true, BatchSize: 5 });
  await until(() => bodies().includes('a'));
});
