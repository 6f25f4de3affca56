import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AdmZip from 'adm-zip';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RunningCloud, startCloud } from './cloud.ts';
import { replacingProperties } from './constraints/check-resource.ts';
import { admin } from './kernel/caller.ts';
import type { Input, OperationName, ServiceName } from './kernel/sdk.ts';

const stateDir = mkdtempSync(join(tmpdir(), 'tributary-refusals-'));
const arn = (service: string, resource: string) => `arn:aws:${service}:eu-west-1:000000000000:${resource}`;
const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
let running: RunningCloud;

function call<S extends ServiceName, O extends OperationName<S>>(
  service: S,
  operation: O & string,
  input: Input<S, O>,
) {
  return running.cloud.call(admin, service, operation, input);
}

const policy = (...Statement: readonly object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const grant = { Effect: 'Allow', Action: 'sqs:*', Resource: '*' };
const trust = (Service: string) => policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service } });
const archive = new AdmZip();
archive.addFile('index.mjs', Buffer.from('export const handler = () => 1;'));
const code = { Runtime: 'nodejs24.x', Handler: 'index.handler', Code: { ZipFile: archive.toBuffer() } } as const;

beforeAll(async () => {
  process.env.LAKE_LAMBDA_CONCURRENCY = '12';
  running = await startCloud({ stateDir, port: 0 });
  for (const name of ['lambda', 'events', 'firehose'])
    await call('iam', 'CreateRole', { RoleName: name, AssumeRolePolicyDocument: trust(`${name}.amazonaws.com`) });
  await call('iam', 'PutRolePolicy', { RoleName: 'lambda', PolicyName: 'all', PolicyDocument: policy(grant) });
  await call('sqs', 'CreateQueue', { QueueName: 'brief', Attributes: { VisibilityTimeout: '10' } });
  await call('sqs', 'CreateQueue', { QueueName: 'plain.fifo', Attributes: { FifoQueue: 'true' } });
  await call('lambda', 'CreateFunction', { ...code, FunctionName: 'f', Role: role('lambda'), Timeout: 11 });
  await call('events', 'PutRule', { Name: 'r', EventPattern: '{"source":["a"]}' });
  await call('logs', 'CreateLogGroup', { logGroupName: 'rare', logGroupClass: 'INFREQUENT_ACCESS' });
});
afterAll(async () => {
  delete process.env.LAKE_LAMBDA_CONCURRENCY;
  await running.stop();
  rmSync(stateDir, { recursive: true, force: true });
});

type Refused = readonly [what: string, attempt: () => Promise<unknown>, code: string, message: string];

const inline = (document: string) => () =>
  call('iam', 'PutRolePolicy', { RoleName: 'events', PolicyName: 'p', PolicyDocument: document });
const trusting = (document: string) => () =>
  call('iam', 'CreateRole', { RoleName: 'new', AssumeRolePolicyDocument: document });
const wordy = (length: number) =>
  policy({ ...grant, Resource: Array.from({ length }, (_, at) => arn('sqs', `queue-${at}-${'x'.repeat(60)}`)) });
const malformed = 'MalformedPolicyDocument';

test.each<Refused>([
  ['a principal', inline(policy({ ...grant, Principal: '*' })), malformed, 'should not specify a principal'],
  ['no resource', inline(policy({ Effect: 'Allow', Action: 'sqs:*' })), malformed, 'must contain resources'],
  ['a bare action', inline(policy({ ...grant, Action: 'Send' })), malformed, 'prefaced by a vendor'],
  ['a resource that is no ARN', inline(policy({ ...grant, Resource: 'queue' })), malformed, 'ARN format'],
  ['a Sid with a hyphen', inline(policy({ ...grant, Sid: 'a-b' })), malformed, 'alpha-numeric'],
  ['two equal Sids', inline(policy({ ...grant, Sid: 'a' }, { ...grant, Sid: 'a' })), malformed, 'must be unique'],
  ['10,241 characters', inline(wordy(110)), 'LimitExceeded', 'Maximum policy size of 10240 bytes exceeded'],
  ['a trust in nobody', trusting(policy({ Effect: 'Allow', Action: 'sts:AssumeRole' })), malformed, 'Principal'],
  ['a trust with a resource', trusting(policy({ ...grant, Principal: '*' })), malformed, 'prohibited field Resource'],
  [
    'a trust that lets do more than assume',
    trusting(policy({ Effect: 'Allow', Action: 's3:*', Principal: '*' })),
    malformed,
    'may only specify STS AssumeRole actions',
  ],
  ['a trust in no service', trusting(trust('lambda')), malformed, 'Invalid principal'],
  [
    'a managed policy of 6,145 characters',
    () => call('iam', 'CreatePolicy', { PolicyName: 'p', PolicyDocument: wordy(70) }),
    'LimitExceeded',
    'PolicySize: 6144',
  ],
])('IAM refuses %s', refuses);

const mapping =
  (queue: string, settings: object = {}) =>
  () =>
    call('lambda', 'CreateEventSourceMapping', { FunctionName: 'f', EventSourceArn: arn('sqs', queue), ...settings });
const created = (settings: object) => () =>
  call('lambda', 'CreateFunction', { ...code, FunctionName: 'g', Role: role('lambda'), ...settings });
const invalid = 'InvalidParameterValueException';

test.each<Refused>([
  ['a role of EventBridge', created({ Role: role('events') }), invalid, 'cannot be assumed by Lambda'],
  ['a retired runtime', created({ Runtime: 'nodejs16.x' }), invalid, 'no longer supported'],
  ['a runtime that is none', created({ Runtime: 'nodejs99.x' }), invalid, 'or be a valid ARN'],
  ['901 s', created({ Timeout: 901 }), 'ValidationException', 'less than or equal to 900'],
  ['10,241 MB', created({ MemorySize: 10_241 }), 'ValidationException', 'less than or equal to 10240'],
  [
    'a zip of more than 50 MB',
    created({ Code: { ZipFile: Buffer.alloc(52_428_801) } }),
    'RequestEntityTooLargeException',
    '69905067',
  ],
  ['a queue that hides messages too briefly', mapping('brief'), invalid, 'visibility timeout: 10 seconds is less than'],
  ['a queue that is not there', mapping('none'), invalid, 'The specified queue does not exist'],
  [
    '11 messages of a FIFO queue',
    mapping('plain.fifo', { BatchSize: 11, MaximumBatchingWindowInSeconds: 1 }),
    invalid,
    'FIFO',
  ],
  ['a window on a FIFO queue', mapping('plain.fifo', { MaximumBatchingWindowInSeconds: 1 }), invalid, 'not supported'],
  [
    'a reservation that leaves fewer than 10',
    () => call('lambda', 'PutFunctionConcurrency', { FunctionName: 'f', ReservedConcurrentExecutions: 3 }),
    invalid,
    'below its minimum value of [10]',
  ],
])('Lambda refuses %s', refuses);

const target = (settings: object) => () =>
  call('events', 'PutTargets', { Rule: 'r', Targets: [{ Id: 'a', Arn: arn('sqs', 'brief'), ...settings }] });

test.each<Refused>([
  ['a role of Lambda', target({ RoleArn: role('lambda') }), 'ValidationException', 'cannot be assumed by principal'],
  ['a FIFO queue without a group', target({ Arn: arn('sqs', 'plain.fifo') }), 'ValidationException', 'MessageGroupId'],
  [
    'a FIFO queue for dead letters',
    target({ DeadLetterConfig: { Arn: arn('sqs', 'plain.fifo') } }),
    'ValidationException',
    'standard',
  ],
])('EventBridge refuses a target with %s', refuses);

const alarm = (settings: object) => () =>
  call('monitoring', 'PutMetricAlarm', {
    AlarmName: 'a',
    Namespace: 'n',
    MetricName: 'm',
    Period: 60,
    Threshold: 1,
    EvaluationPeriods: 1,
    Statistic: 'Sum',
    ComparisonOperator: 'GreaterThanThreshold',
    ...settings,
  });
const datum = (settings: object) => () =>
  call('monitoring', 'PutMetricData', { Namespace: 'n', MetricData: [{ MetricName: 'm', Value: 1, ...settings }] });
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000);

test.each<Refused>([
  ['90 s', alarm({ Period: 90 }), 'ValidationError', 'multiple of 60'],
  ['more than a day', alarm({ EvaluationPeriods: 1_441 }), 'ValidationError', 'more than a day'],
  ['more than a week', alarm({ Period: 3_600, EvaluationPeriods: 169 }), 'ValidationError', 'more than a week'],
  ['an action that is no ARN', alarm({ AlarmActions: ['topic'] }), 'ValidationError', 'Invalid arn syntax: topic'],
  ['p101', alarm({ Statistic: undefined, ExtendedStatistic: 'p101' }), 'ValidationError', 'ExtendedStatistic'],
  ['another treatment', alarm({ TreatMissingData: 'forget' }), 'ValidationError', 'TreatMissingData'],
  ['a datum of last month', datum({ Timestamp: daysAgo(15) }), 'InvalidParameterValue', 'past two weeks'],
  ['a datum of tomorrow', datum({ Timestamp: daysAgo(-1) }), 'InvalidParameterValue', 'two hours in the future'],
  ['a value and values', datum({ Values: [1] }), 'InvalidParameterCombination', 'mutually exclusive'],
  [
    '1,441 datapoints',
    () =>
      call('monitoring', 'GetMetricStatistics', {
        Namespace: 'n',
        MetricName: 'm',
        Statistics: ['Sum'],
        Period: 60,
        StartTime: daysAgo(2),
        EndTime: new Date(),
      }),
    'InvalidParameterCombination',
    'exceeds the limit of 1440',
  ],
])('CloudWatch refuses %s', refuses);

const queue = (QueueName: string, Attributes: Record<string, string>) => () =>
  call('sqs', 'CreateQueue', { QueueName, Attributes });
const parameter = (settings: object) => () =>
  call('ssm', 'PutParameter', { Name: '/a', Type: 'String', Value: 'x', ...settings });
const transformation = { metricName: 'm', metricNamespace: 'n', metricValue: '1', defaultValue: 0 };

test.each<Refused>([
  [
    'two encryptions',
    queue('a', { KmsMasterKeyId: 'k', SqsManagedSseEnabled: 'true' }),
    'InvalidAttributeValue',
    'one type',
  ],
  [
    'a limit by group alone',
    queue('a.fifo', { FifoQueue: 'true', FifoThroughputLimit: 'perMessageGroupId' }),
    'InvalidAttributeValue',
    'DeduplicationScope',
  ],
  [
    'byQueue without queues',
    queue('a', { RedriveAllowPolicy: '{"redrivePermission":"byQueue"}' }),
    'InvalidAttributeValue',
    'sourceQueueArns',
  ],
  ['4,097 characters', parameter({ Value: 'x'.repeat(4_097) }), 'ValidationException', 'Standard tier'],
  [
    'tags with overwrite',
    parameter({ Overwrite: true, Tags: [{ Key: 'a', Value: 'b' }] }),
    'ValidationException',
    'together',
  ],
  ['a name of AWS', parameter({ Name: '/aws/x' }), 'ValidationException', 'prefixed'],
  ['16 levels', parameter({ Name: '/a'.repeat(16) }), 'HierarchyLevelLimitExceededException', '15 levels'],
  [
    'a text and bytes',
    () => call('secretsmanager', 'CreateSecret', { Name: 's', SecretString: 'a', SecretBinary: Buffer.from('a') }),
    'InvalidParameterException',
    'both',
  ],
  [
    'a log group of AWS',
    () => call('logs', 'CreateLogGroup', { logGroupName: 'aws/x' }),
    'InvalidParameterException',
    'reserved',
  ],
  [
    'dimensions with a default',
    () =>
      call('logs', 'PutMetricFilter', {
        logGroupName: 'rare',
        filterName: 'f',
        filterPattern: '',
        metricTransformations: [{ ...transformation, dimensions: { a: '$.a' } }],
      }),
    'InvalidParameterException',
    'mutually exclusive',
  ],
  [
    'a subscription to a group of rare access',
    () =>
      call('logs', 'PutSubscriptionFilter', {
        logGroupName: 'rare',
        filterName: 'f',
        filterPattern: '',
        destinationArn: arn('lambda', 'function:f'),
      }),
    'InvalidOperationException',
    'INFREQUENT_ACCESS',
  ],
  [
    'one hint without the other',
    () =>
      call('firehose', 'CreateDeliveryStream', {
        DeliveryStreamName: 'd',
        ExtendedS3DestinationConfiguration: {
          BucketARN: 'arn:aws:s3:::bucket',
          RoleARN: role('firehose'),
          BufferingHints: { SizeInMBs: 5 },
        },
      }),
    'InvalidArgumentException',
    'go together',
  ],
])('the others refuse %s', refuses);

const stack = (template: object) => () =>
  call('cloudformation', 'CreateStack', { StackName: 's', TemplateBody: JSON.stringify(template) });
const group = { Type: 'AWS::Logs::LogGroup' };
const Resources = { G: group };
const many = (count: number, value: unknown) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`N${at}`, value]));

test.each<Refused>([
  ['501 resources', stack({ Resources: many(501, group) }), 'ValidationError', 'greater than maximum allowed, 500'],
  ['201 outputs', stack({ Resources, Outputs: many(201, { Value: 'x' }) }), 'ValidationError', 'allowed, 200'],
  [
    '201 parameters',
    stack({ Resources, Parameters: many(201, { Type: 'String' }) }),
    'ValidationError',
    'allowed, 200',
  ],
  [
    'an output a-b',
    stack({ Resources, Outputs: { 'a-b': { Value: 'x' } } }),
    'ValidationError',
    'Output name a-b is non',
  ],
  ['1,025 characters', stack({ Resources, Description: 'x'.repeat(1_025) }), 'ValidationError', 'greater than 1024'],
  [
    '51,201 bytes',
    stack({ Resources, Metadata: 'x'.repeat(51_200) }),
    'ValidationError',
    'less than or equal to 51200',
  ],
  [
    'null',
    stack({ Resources: { G: { ...group, Properties: null } } }),
    'ValidationError',
    "'null' values are not allowed",
  ],
  [
    'another type',
    stack({ Resources, Parameters: { P: { Type: 'Text' } } }),
    'ValidationError',
    'Unrecognized parameter type',
  ],
  [
    'an attribute that a type has not',
    stack({ Resources, Outputs: { O: { Value: { 'Fn::GetAtt': ['G', 'Name'] } } } }),
    'ValidationError',
    'resource G (AWS::Logs::LogGroup) does not support attribute type Name in Fn::GetAtt',
  ],
  [
    'what the schema of a type does not allow',
    stack({ Resources: { G: { ...group, Properties: { RetentionInDays: 8 } } } }),
    'ValidationError',
    'Properties validation failed for resource G with message: #/RetentionInDays: failed validation constraint for keyword [enum]',
  ],
])('CloudFormation refuses a template with %s', refuses);

test('over the wire, a member that is missing is refused in the service’s own words', async () => {
  const Credential = 'Credential=test/20260101/eu-west-1/logs/aws4_request';
  const answer = await fetch(running.endpoint, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 ${Credential}, SignedHeaders=host, Signature=x`,
      'x-amz-target': 'Logs_20140328.CreateLogStream',
      'content-type': 'application/x-amz-json-1.1',
    },
    body: '{"logGroupName":"g"}',
  });
  expect(await answer.json()).toMatchObject({
    __type: 'InvalidParameterException',
    message:
      "1 validation error detected: Value null at 'logStreamName' failed to satisfy constraint: Member must not be null",
  });
});

test('what AWS answers with a new resource is replaced here', () => {
  const types = running.services.flatMap(({ resources = [] }) => resources);
  for (const { type, replaceOn } of types)
    expect({ type, replaceOn }).toEqual({
      type,
      replaceOn: expect.arrayContaining([...(replacingProperties(type) ?? ['unknown'])]),
    });
});

async function refuses(
  _what: string,
  attempt: () => Promise<unknown>,
  expected: string,
  message: string,
): Promise<void> {
  await expect(attempt()).rejects.toMatchObject({ code: expected, message: expect.stringContaining(message) });
}
