import { expect, test } from 'vitest';
import { AwsError } from '../kernel/error.ts';
import type { ServiceName } from '../kernel/sdk.ts';
import { checkInput } from './check-operation.ts';

type Refused = readonly [service: ServiceName, operation: string, input: unknown, code: string, message: string];

const many = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
const long = (length: number) => 'x'.repeat(length);
const record = { Data: Buffer.from('x'), PartitionKey: 'k' };
const entry = { Source: 's', DetailType: 't', Detail: '{}' };
const alarm = { AlarmName: 'a', EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold' };
const createFunction = { FunctionName: 'f', Role: 'arn:aws:iam::000000000000:role/r', Code: {} };
const tooLong = (length: number) => `Member must have length less than or equal to ${length}`;
const tooShort = (length: number) => `Member must have length greater than or equal to ${length}`;

test.each<Refused>([
  ['kinesis', 'CreateStream', { StreamName: 'a b' }, 'ValidationException', "Value 'a b' at 'streamName'"],
  ['kinesis', 'CreateStream', { StreamName: long(129) }, 'ValidationException', tooLong(128)],
  ['kinesis', 'PutRecords', { Records: many(501, record) }, 'ValidationException', tooLong(500)],
  [
    'kinesis',
    'PutRecords',
    { Records: [record, { Data: record.Data }] },
    'ValidationException',
    "Value null at 'records.2.member.partitionKey' failed to satisfy constraint: Member must not be null",
  ],
  ['kinesis', 'PutRecord', { ...record, ExplicitHashKey: '01' }, 'ValidationException', 'explicitHashKey'],
  ['kinesis', 'GetRecords', { ShardIterator: 'x', Limit: 10_001 }, 'ValidationException', '10000'],
  ['firehose', 'PutRecordBatch', { DeliveryStreamName: 'd', Records: [] }, 'ValidationException', tooShort(1)],
  [
    'firehose',
    'PutRecord',
    { DeliveryStreamName: 'd', Record: { Data: Buffer.alloc(1_024_001) } },
    'ValidationException',
    `Value at 'record.data' failed to satisfy constraint: ${tooLong(1_024_000)}`,
  ],
  ['events', 'PutEvents', { Entries: many(11, entry) }, 'ValidationException', tooLong(10)],
  ['events', 'PutRule', { Name: 'a/b' }, 'ValidationException', "at 'name'"],
  ['events', 'PutRule', { Name: 'a', State: 'ON' }, 'ValidationException', 'enum value set: [ENABLED'],
  ['events', 'PutTargets', { Rule: 'a', Targets: [] }, 'ValidationException', tooShort(1)],
  ['logs', 'PutLogEvents', { logGroupName: 'g', logStreamName: 's', logEvents: [] }, 'InvalidParameterException', '[]'],
  ['logs', 'CreateLogStream', { logGroupName: 'g', logStreamName: 'a:b' }, 'InvalidParameterException', '[^:*]*'],
  ['lambda', 'CreateFunction', { ...createFunction, Timeout: 0 }, 'ValidationException', 'than or equal to 1'],
  ['lambda', 'CreateFunction', { ...createFunction, MemorySize: 127 }, 'ValidationException', 'than or equal to 128'],
  ['lambda', 'CreateFunction', { ...createFunction, Description: long(257) }, 'ValidationException', tooLong(256)],
  ['lambda', 'CreateFunction', { ...createFunction, EphemeralStorage: { Size: 511 } }, 'ValidationException', '512'],
  ['lambda', 'CreateFunction', { ...createFunction, Handler: 'a b' }, 'ValidationException', "'handler'"],
  [
    'lambda',
    'CreateFunction',
    { ...createFunction, Environment: { Variables: { '9': 'x' } } },
    'ValidationException',
    "at 'environment.variables' failed to satisfy constraint: Map keys must satisfy constraint: [Member must satisfy",
  ],
  [
    'lambda',
    'CreateEventSourceMapping',
    { FunctionName: 'f', ScalingConfig: { MaximumConcurrency: 1 } },
    'ValidationException',
    "Value '1' at 'scalingConfig.maximumConcurrency'",
  ],
  ['lambda', 'AddPermission', { FunctionName: 'f', StatementId: 'a b' }, 'ValidationException', '3 validation errors'],
  ['lambda', 'CreateAlias', { FunctionName: 'f', FunctionVersion: '1', Name: '12' }, 'ValidationException', "'name'"],
  ['glue', 'CreateTable', { DatabaseName: 'd', TableInput: {} }, 'ValidationException', "null at 'tableInput.name'"],
  ['glue', 'BatchCreatePartition', { PartitionInputList: many(101, {}) }, 'ValidationException', tooLong(100)],
  ['athena', 'CreateWorkGroup', { Name: 'a b' }, 'InvalidRequestException', '[a-zA-Z0-9._-]{1,128}'],
  ['athena', 'StartQueryExecution', { QueryString: 'x', ClientRequestToken: 'x' }, 'InvalidRequestException', '32'],
  ['secretsmanager', 'CreateSecret', { Name: long(513) }, 'ValidationException', tooLong(512)],
  ['ssm', 'GetParameters', { Names: many(11, 'a') }, 'ValidationException', tooLong(10)],
  ['cloudformation', 'CreateStack', { StackName: 's', Tags: many(51, {}) }, 'ValidationError', tooLong(50)],
  ['monitoring', 'PutMetricAlarm', { ...alarm, AlarmName: long(256) }, 'ValidationError', tooLong(255)],
  ['monitoring', 'PutMetricAlarm', { ...alarm, EvaluationPeriods: 0 }, 'ValidationError', "'evaluationPeriods'"],
  ['monitoring', 'PutMetricAlarm', { ...alarm, OKActions: many(6, 'x') }, 'ValidationError', tooLong(5)],
  ['iam', 'CreateRole', { RoleName: long(65), AssumeRolePolicyDocument: '{}' }, 'ValidationError', tooLong(64)],
  ['iam', 'CreateRole', { RoleName: 'r', AssumeRolePolicyDocument: '{}', Path: 'x' }, 'ValidationError', "'path'"],
  ['sts', 'AssumeRole', { RoleArn: long(20), RoleSessionName: 'a b' }, 'ValidationError', "'roleSessionName'"],
])('%s refuses %s of %j', (service, operation, input, code, message) => {
  expect(refusal(service, operation, input)).toMatchObject({ code, message: expect.stringContaining(message) });
});

test('a secret is never repeated, and no more than ten violations are told', () => {
  const SecretString = long(65_537);
  expect(refusal('secretsmanager', 'CreateSecret', { Name: 'a', SecretString })?.message).toBe(
    `1 validation error detected: Value at 'secretString' failed to satisfy constraint: ${tooLong(65_536)}`,
  );
  const Records = many(20, { PartitionKey: '', Data: Buffer.from('x') });
  expect(refusal('kinesis', 'PutRecords', { Records })?.message).toMatch(/^10 validation errors detected: /);
});

test.each<readonly [ServiceName, string, unknown]>([
  ['kinesis', 'PutRecords', { StreamName: 's', Records: [record] }],
  ['lambda', 'CreateFunction', { ...createFunction, Description: undefined, VpcConfig: { SubnetIds: [] } }],
  ['iam', 'PutRolePolicy', { RoleName: 'r', PolicyName: 'p', PolicyDocument: '{\n\t"Sid": "é"}' }],
  ['glue', 'CreateTable', { DatabaseName: 'd', TableInput: { Name: 't', Description: 'naïve – 😀' } }],
  ['s3', 'PutObject', {}],
])('%s takes %s of %j', (service, operation, input) => {
  expect(refusal(service, operation, input)).toBeUndefined();
});

function refusal(service: ServiceName, operation: string, input: unknown): AwsError | undefined {
  try {
    checkInput(service, operation, input);
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return error;
    throw error;
  }
}
