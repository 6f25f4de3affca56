import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from '../../cloud.ts';
import { admin } from '../../kernel/caller.ts';
import type { Input, OperationName } from '../../kernel/sdk.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'sns-'));
let running: RunningCloud;
let TopicArn = '';

const arn = (service: string, name: string) => `arn:aws:${service}:eu-west-1:000000000000:${name}`;

function call<O extends OperationName<'sns'>>(operation: O & string, input: Input<'sns', O>) {
  return running.cloud.call(admin, 'sns', operation, input);
}

beforeAll(async () => {
  running = await startCloud({ stateDir, port: 0 });
  TopicArn = (await call('CreateTopic', { Name: 'topic' })).TopicArn ?? '';
});
afterAll(async () => {
  await running.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

type Refused = readonly [what: string, attempt: () => Promise<unknown>, code: string];
const publishing = (settings: object) => () => call('Publish', { TopicArn, Message: 'm', ...settings });
const subscribing = (settings: object) => () =>
  call('Subscribe', { TopicArn, Protocol: 'sqs', Endpoint: arn('sqs', 'q'), ...settings });
const filter = (text: string) => subscribing({ Attributes: { FilterPolicy: text } });

test.each<Refused>([
  ['an empty message', publishing({ Message: '' }), 'InvalidParameter'],
  ['a message of 262,145 bytes', publishing({ Message: 'x'.repeat(262_145) }), 'InvalidParameter'],
  ['a subject of two lines', publishing({ Subject: 'a\nb' }), 'InvalidParameter'],
  ['a subject of 101 characters', publishing({ Subject: 'x'.repeat(101) }), 'InvalidParameter'],
  ['JSON without a default', publishing({ Message: '{"sqs":"a"}', MessageStructure: 'json' }), 'InvalidParameter'],
  ['a topic that is not there', publishing({ TopicArn: arn('sns', 'none') }), 'NotFound'],
  ['a text message', publishing({ TopicArn: undefined, PhoneNumber: '+353' }), 'NotImplemented'],
  ['a protocol that is none', subscribing({ Protocol: 'pigeon' }), 'InvalidParameter'],
  ['an endpoint that is no queue', subscribing({ Endpoint: 'q' }), 'InvalidParameter'],
  ['a FIFO queue', subscribing({ Endpoint: arn('sqs', 'q.fifo') }), 'InvalidParameter'],
  [
    'raw delivery to a function',
    subscribing({
      Protocol: 'lambda',
      Endpoint: arn('lambda', 'function:f'),
      Attributes: { RawMessageDelivery: 'true' },
    }),
    'InvalidParameter',
  ],
  ['a filter policy with an unknown operator', filter('{"a":[{"near":1}]}'), 'InvalidParameter'],
  ['a nested filter policy on attributes', filter('{"a":{"b":["c"]}}'), 'InvalidParameter'],
  ['a filter policy of six keys', filter('{"a":[1],"b":[1],"c":[1],"d":[1],"e":[1],"f":[1]}'), 'InvalidParameter'],
  ['an attribute that is none', subscribing({ Attributes: { Colour: 'red' } }), 'InvalidParameter'],
  ['a FIFO topic', () => call('CreateTopic', { Name: 'a.fifo' }), 'NotImplemented'],
])('SNS refuses %s', async (_what, attempt, code) => {
  await expect(attempt()).rejects.toMatchObject({ code });
});
