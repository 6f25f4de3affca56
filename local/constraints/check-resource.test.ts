import { expect, test } from 'vitest';
import { checkResource, replacingProperties } from './check-resource.ts';

const known = () => false;
const long = (length: number) => 'x'.repeat(length);
const role = 'arn:aws:iam::000000000000:role/r';
const keyword = (name: string) => `failed validation constraint for keyword [${name}]`;
const fn = { Code: { ZipFile: 'x' }, Role: role, Runtime: 'nodejs24.x', Handler: 'index.handler' };
const mapping = { FunctionName: 'f', EventSourceArn: 'arn:aws:sqs:eu-west-1:000000000000:q' };
const alarm = { EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanThreshold', MetricName: 'm' };
const key = (AttributeName: string, KeyType: string) => ({ AttributeName, KeyType });
const table = { AttributeDefinitions: [{ AttributeName: 'a', AttributeType: 'S' }], KeySchema: [key('a', 'HASH')] };
const metric = { MetricName: 'm', MetricNamespace: 'n', MetricValue: '1' };
const filter = { LogGroupName: 'g', FilterPattern: '', MetricTransformations: [metric] };
const place = { BucketARN: 'arn:aws:s3:::b', RoleARN: role };

test.each<readonly [type: string, properties: object, problem: string]>([
  ['AWS::Athena::DataCatalog', { Name: 'c', Type: 'MYSQL' }, `#/Type: ${keyword('enum')}`],
  ['AWS::Athena::NamedQuery', { Database: 'd', QueryString: '' }, '#/QueryString: expected minLength: 1, actual: 0'],
  ['AWS::Athena::PreparedStatement', { StatementName: '1x' }, `#/StatementName: ${keyword('pattern')}`],
  ['AWS::Athena::WorkGroup', { Name: 'a', State: 'ON' }, `#/State: ${keyword('enum')}`],
  [
    'AWS::Athena::WorkGroup',
    { Name: 'a', WorkGroupConfiguration: { BytesScannedCutoffPerQuery: 1 } },
    `#/WorkGroupConfiguration/BytesScannedCutoffPerQuery: ${keyword('minimum')}`,
  ],
  ['AWS::CloudWatch::Alarm', { ...alarm, ComparisonOperator: 'Above' }, `#/ComparisonOperator: ${keyword('enum')}`],
  ['AWS::CloudWatch::Alarm', { ...alarm, Statistic: 'Sum', ExtendedStatistic: 'p90' }, 'not permitted with the other'],
  [
    'AWS::CloudWatch::Alarm',
    { EvaluationPeriods: 1, ComparisonOperator: 'LessThanThreshold' },
    '0 subschemas matched instead of one',
  ],
  ['AWS::DynamoDB::Table', { ...table, KeySchema: [key('a', 'RANGE')] }, '#/KeySchema'],
  [
    'AWS::DynamoDB::Table',
    { KeySchema: table.KeySchema, TableName: 'a', Tags: 'x' },
    '#/Tags: expected type: JSONArray',
  ],
  ['AWS::Events::EventBus', { Name: 'a b' }, `#/Name: ${keyword('pattern')}`],
  ['AWS::Events::EventBusPolicy', { Statement: {} }, '#: required key [StatementId] not found'],
  ['AWS::Events::Rule', { State: 'ON' }, `#/State: ${keyword('enum')}`],
  ['AWS::Events::Rule', { Targets: [{ Id: 'a b', Arn: role }] }, `#/Targets/0/Id: ${keyword('pattern')}`],
  ['AWS::Events::Rule', { Targets: [{ Arn: role }] }, '#/Targets/0: required key [Id] not found'],
  ['AWS::Glue::Database', { DatabaseInput: { Name: 'd' } }, '#: required key [CatalogId] not found'],
  ['AWS::Glue::Partition', { CatalogId: '1', DatabaseName: 'd', TableName: 't' }, 'required key [PartitionInput]'],
  ['AWS::Glue::Table', { CatalogId: '1', TableInput: { Name: 't' } }, '#: required key [DatabaseName] not found'],
  ['AWS::IAM::ManagedPolicy', { PolicyDocument: {}, Path: 'x' }, `#/Path: ${keyword('pattern')}`],
  ['AWS::IAM::Policy', { PolicyDocument: {}, PolicyName: 'a b' }, `#/PolicyName: ${keyword('pattern')}`],
  [
    'AWS::IAM::Role',
    { AssumeRolePolicyDocument: {}, MaxSessionDuration: 60 },
    `#/MaxSessionDuration: ${keyword('minimum')}`,
  ],
  ['AWS::IAM::Role', { AssumeRolePolicyDocument: {}, RoleName: long(65) }, 'expected maxLength: 64, actual: 65'],
  ['AWS::Kinesis::Stream', { RetentionPeriodHours: 0 }, `#/RetentionPeriodHours: ${keyword('minimum')}`],
  ['AWS::Kinesis::Stream', { ShardCount: 0 }, `#/ShardCount: ${keyword('minimum')}`],
  [
    'AWS::KinesisFirehose::DeliveryStream',
    { ExtendedS3DestinationConfiguration: { RoleARN: role } },
    'required key [BucketARN]',
  ],
  [
    'AWS::KinesisFirehose::DeliveryStream',
    { ExtendedS3DestinationConfiguration: { ...place, CompressionFormat: 'BROTLI' } },
    `#/ExtendedS3DestinationConfiguration/CompressionFormat: ${keyword('enum')}`,
  ],
  ['AWS::Lambda::Alias', { FunctionName: 'f', FunctionVersion: '1', Name: '12' }, `#/Name: ${keyword('pattern')}`],
  [
    'AWS::Lambda::EventInvokeConfig',
    { FunctionName: 'f', Qualifier: '$LATEST', MaximumRetryAttempts: 3 },
    keyword('maximum'),
  ],
  ['AWS::Lambda::EventSourceMapping', { ...mapping, BatchSize: 0 }, `#/BatchSize: ${keyword('minimum')}`],
  ['AWS::Lambda::EventSourceMapping', { ...mapping, ScalingConfig: { MaximumConcurrency: 1 } }, keyword('minimum')],
  ['AWS::Lambda::Function', { ...fn, MemorySize: 64 }, `#/MemorySize: ${keyword('minimum')}`],
  ['AWS::Lambda::Function', { ...fn, Timeout: 0 }, `#/Timeout: ${keyword('minimum')}`],
  ['AWS::Lambda::Function', { ...fn, Role: 'r' }, `#/Role: ${keyword('pattern')}`],
  ['AWS::Lambda::Function', { ...fn, Arn: 'arn' }, '#: extraneous key [Arn] is not permitted'],
  ['AWS::Lambda::Function', { ...fn, Code: { Zip: 'x' } }, '#/Code: extraneous key [Zip] is not permitted'],
  ['AWS::Lambda::Permission', { FunctionName: 'f', Principal: 'p', Action: 'x' }, `#/Action: ${keyword('pattern')}`],
  ['AWS::Lambda::Version', {}, '#: required key [FunctionName] not found'],
  ['AWS::Logs::LogGroup', { RetentionInDays: 8 }, `#/RetentionInDays: ${keyword('enum')}`],
  ['AWS::Logs::LogGroup', { LogGroupName: 'a b' }, `#/LogGroupName: ${keyword('pattern')}`],
  ['AWS::Logs::LogStream', {}, '#: required key [LogGroupName] not found'],
  [
    'AWS::Logs::MetricFilter',
    { ...filter, MetricTransformations: [metric, metric] },
    'maximum item count: 1, found: 2',
  ],
  [
    'AWS::Logs::SubscriptionFilter',
    { LogGroupName: 'g', FilterPattern: '' },
    'required key [DestinationArn] not found',
  ],
  ['AWS::S3::Bucket', { BucketName: 'A' }, `#/BucketName: ${keyword('pattern')}`],
  [
    'AWS::S3::Bucket',
    { VersioningConfiguration: { Status: 'On' } },
    `#/VersioningConfiguration/Status: ${keyword('enum')}`,
  ],
  ['AWS::S3::BucketPolicy', { Bucket: 'b' }, '#: required key [PolicyDocument] not found'],
  ['AWS::SQS::Queue', { DelaySeconds: 901 }, `#/DelaySeconds: ${keyword('maximum')}`],
  ['AWS::SQS::Queue', { VisibilityTimeout: -1 }, `#/VisibilityTimeout: ${keyword('minimum')}`],
  ['AWS::SQS::QueuePolicy', { PolicyDocument: {} }, '#: required key [Queues] not found'],
  ['AWS::SSM::Parameter', { Type: 'SecureString', Value: 'x' }, `#/Type: ${keyword('enum')}`],
  ['AWS::SecretsManager::Secret', { Name: long(513) }, '#/Name: expected maxLength: 512, actual: 513'],
])('%s refuses %j', (type, properties, problem) => {
  expect(checkResource(type, properties, known).join('\n')).toContain(problem);
});

test('text becomes what the schema wants, in the value given', () => {
  const properties = { ...fn, MemorySize: '128', Description: 5, TracingConfig: { Mode: 'Active' } };
  expect(checkResource('AWS::Lambda::Function', properties, known)).toEqual([]);
  expect(properties).toMatchObject({ MemorySize: 128, Description: '5' });
});

test('a value that is not there yet has no problem, a missing or unknown property has', () => {
  const isUnknown = (value: unknown) => JSON.stringify(value).includes('later');
  const properties = { ...fn, Role: 'later', MemorySize: 'later', Handler: undefined, Colour: 'later' };
  expect(checkResource('AWS::Lambda::Function', properties, isUnknown)).toEqual([
    '#: extraneous key [Colour] is not permitted',
  ]);
});

test('what makes a new resource is AWS’s to say', () => {
  expect(replacingProperties('AWS::SQS::Queue')).toEqual(['FifoQueue', 'QueueName']);
  expect(replacingProperties('Acme::Store::Bucket')).toBeUndefined();
});
