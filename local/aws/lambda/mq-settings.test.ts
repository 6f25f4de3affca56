import { expect, test } from 'vitest';
import { checkSettings } from './mapping-settings.ts';

const broker = 'arn:aws:mq:eu-west-1:000000000000:broker:local:b-local';
const secret = { Type: 'BASIC_AUTH', URI: 'arn:aws:secretsmanager:eu-west-1:000000000000:secret:b' } as const;
const whole = { Queues: ['q'], SourceAccessConfigurations: [secret] };

test.each([
  [{}],
  [{ BatchSize: 10_000, MaximumBatchingWindowInSeconds: 300 }],
  [{ SourceAccessConfigurations: [secret, { Type: 'VIRTUAL_HOST', URI: '/' } as const] }],
  [{ FilterCriteria: { Filters: [{ Pattern: '{"data": {"kind": ["order"]}}' }] } }],
])('a broker’s mapping takes %j', (settings) => {
  expect(() => checkSettings(broker, { ...whole, ...settings })).not.toThrow();
});

test.each([
  [{ Queues: [] }, 'exactly one queue'],
  [{ Queues: ['a', 'b'] }, 'exactly one queue'],
  [{ SourceAccessConfigurations: [] }, 'BASIC_AUTH'],
  [{ FunctionResponseTypes: ['ReportBatchItemFailures' as const] }, 'FunctionResponseTypes'],
  [{ StartingPosition: 'LATEST' as const }, 'StartingPosition'],
  [{ ScalingConfig: { MaximumConcurrency: 2 } }, 'ScalingConfig'],
  [{ SourceAccessConfigurations: [secret, { Type: 'VPC_SUBNET' as const, URI: 's' }] }, 'VPC_SUBNET'],
])('a broker’s mapping refuses %j', (settings, message) => {
  expect(() => checkSettings(broker, { ...whole, ...settings })).toThrow(message);
});
