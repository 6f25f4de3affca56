import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

const none = { brokerArn: '', brokerSecretArn: '', eventShards: '0', subnetIds: '', securityGroupIds: '' };
const broker = 'arn:aws:mq:eu-west-1:123456789012:broker:events:b-9d2ad1d3-1d26-4b1a-9c3e-0123456789ab';
const secret = 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:mq-AbC123';

const read = (given: Readonly<Record<string, string>>) => readSettings(async (name) => given[name]);

test('without parameters there is no network, and what is off has a value of the right form', async () => {
  expect(await read(none)).toEqual({
    brokerArn: expect.stringMatching(/^arn:aws:mq:us-east-1:000000000000:broker:/),
    brokerSecret: { Ref: 'BrokerSecret' },
    eventShards: 1,
    vpc: false,
  });
});

test('what is given is taken', async () => {
  const given = {
    ...none,
    brokerArn: broker,
    brokerSecretArn: secret,
    eventShards: '4',
    subnetIds: 'subnet-01234567',
    securityGroupIds: 'sg-01234567',
  };
  expect(await read(given)).toEqual({
    brokerArn: broker,
    brokerSecret: secret,
    eventShards: 4,
    vpc: { subnetIds: ['subnet-01234567'], securityGroupIds: ['sg-01234567'] },
  });
});

test.each([
  ['brokerArn', 'b-9d2ad1d3'],
  ['brokerSecretArn', 'tributary/dev/broker'],
  ['eventShards', 'many'],
  ['subnetIds', 'vpc-01234567'],
  ['securityGroupIds', 'sg-01234567'],
])('%s: %s is refused by its name, or for what is missing beside it', async (name, value) => {
  await expect(read({ ...none, [name]: value })).rejects.toThrow(
    /^Parameter (brokerArn|brokerSecretArn|eventShards|subnetIds) is /,
  );
});
