import { serviceNames } from '@tributary/cli/service-names.ts';
import { identifiers, secretType } from '@tributary/shared/serverless/retained.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Packaged, packageService } from './package-service.ts';
import { nameOf } from './template.ts';

/** What becomes of a resource when its stack is removed, by type; a type that is not here has not been decided. */
const fates: Readonly<Record<string, 'stays' | 'goes'>> = {
  'AWS::S3::Bucket': 'stays',
  'AWS::Glue::Database': 'stays',
  'AWS::Kinesis::Stream': 'stays',
  'AWS::DynamoDB::Table': 'stays',
  'AWS::SecretsManager::Secret': 'stays',
  'AWS::S3::BucketPolicy': 'goes',
  'AWS::Logs::LogGroup': 'goes',
  'AWS::Logs::LogStream': 'goes',
  'AWS::Logs::SubscriptionFilter': 'goes',
  'AWS::Lambda::Function': 'goes',
  'AWS::Lambda::Permission': 'goes',
  'AWS::Lambda::EventSourceMapping': 'goes',
  'AWS::Lambda::EventInvokeConfig': 'goes',
  'AWS::IAM::Role': 'goes',
  'AWS::IAM::Policy': 'goes',
  'AWS::SQS::Queue': 'goes',
  'AWS::SQS::QueuePolicy': 'goes',
  'AWS::Events::Rule': 'goes',
  'AWS::Events::EventBus': 'goes',
  'AWS::CloudWatch::Alarm': 'goes',
  'AWS::CloudWatch::Dashboard': 'goes',
  'AWS::Logs::QueryDefinition': 'goes',
  'AWS::Budgets::Budget': 'goes',
  'AWS::SNS::Topic': 'goes',
  'AWS::SNS::TopicPolicy': 'goes',
  'AWS::SNS::Subscription': 'goes',
  'AWS::KMS::Key': 'goes',
  'AWS::KMS::Alias': 'goes',
  'AWS::KinesisFirehose::DeliveryStream': 'goes',
  'AWS::Athena::WorkGroup': 'goes',
  'AWS::Athena::DataCatalog': 'goes',
};

/** Unlike others of their type: query results and code are made again, and HAProxy's hosts write on. */
const exceptions: Readonly<Record<string, 'stays' | 'goes'>> = {
  ResultsBucket: 'goes',
  ServerlessDeploymentBucket: 'goes',
  HaproxyLogGroup: 'stays',
};

const fateOf = (id: string, type: string) => exceptions[id] ?? fates[type];

describe('what a removal leaves', () => {
  let templates: readonly (readonly [string, Packaged['template']['Resources']])[];
  beforeAll(async () => {
    templates = await Promise.all(
      serviceNames.map(
        async (service) => [service, (await packageService(service, 'dev')).template.Resources] as const,
      ),
    );
  }, 180_000);

  test('is decided for each resource, and stands in the templates', () => {
    for (const [, resources] of templates) {
      for (const [id, { Type, DeletionPolicy, UpdateReplacePolicy }] of Object.entries(resources)) {
        const policies = fateOf(id, Type) === 'stays' ? ['RetainExceptOnCreate', 'Retain'] : [undefined, undefined];
        expect(fateOf(id, Type), `${id}: ${Type}`).toBeDefined();
        expect([DeletionPolicy, UpdateReplacePolicy], `${id}: ${Type}`).toEqual(policies);
      }
    }
  });

  test('can be taken in again: by a name that stands in the template, but for a secret', () => {
    for (const [, resources] of templates) {
      for (const [id, resource] of Object.entries(resources)) {
        if (fateOf(id, resource.Type) !== 'stays') continue;
        expect([...Object.keys(identifiers), secretType], id).toContain(resource.Type);
        expect(nameOf(resource.Properties), id).not.toBe('');
      }
    }
  });

  test('is documented (vitest -u writes docs/removal.md again)', async () => {
    const rows = templates.flatMap(([service, resources]) =>
      Object.entries(resources).flatMap(([id, { Type, Properties }]) =>
        fateOf(id, Type) === 'stays' ? [`| ${service} | \`${nameOf(Properties)}\` | ${Type} |\n`] : [],
      ),
    );
    await expect(
      `# What stays when a service is removed\n\nAt a stage \`dev\` of the account 123456789012. All else goes: functions, queues with their messages, rules, alarms, work groups, and the\nresults of queries. The next deployment under the same names takes in again what stays.\nThe stream costs by the hour while it stays: \`aws kinesis delete-stream\` when nothing in it is needed any longer.\n\n| service | what | type |\n| --- | --- | --- |\n${rows.toSorted().join('')}`,
    ).toMatchFileSnapshot('../../docs/removal.md');
  });
});
