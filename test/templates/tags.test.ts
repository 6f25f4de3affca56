import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serviceNames } from '@tributary/cli/service-names.ts';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { fullParameters } from './full-parameters.ts';
import { packageService } from './package-service.ts';

/**
 * Types that CloudFormation gives the tags of their stack: those that can have any.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cfn-console-add-tags.html
 */
const tagged = new Set([
  'AWS::AppFlow::Flow',
  'AWS::Athena::DataCatalog',
  'AWS::Athena::WorkGroup',
  'AWS::Budgets::Budget',
  'AWS::CloudWatch::Alarm',
  'AWS::DMS::Endpoint',
  'AWS::DMS::ReplicationConfig',
  'AWS::DMS::ReplicationSubnetGroup',
  'AWS::DynamoDB::Table',
  'AWS::EMRServerless::Application',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::Glue::Crawler',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Kinesis::Stream',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::QuickSight::Analysis',
  'AWS::QuickSight::Dashboard',
  'AWS::QuickSight::DataSet',
  'AWS::QuickSight::DataSource',
  'AWS::QuickSight::Theme',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
]);

/** Types that can have none: they cost nothing by themselves, or belong to one that has. */
const untaggable = new Set([
  'AWS::CloudWatch::Dashboard',
  'AWS::Glue::Database',
  'AWS::IAM::Policy',
  'AWS::KMS::Alias',
  'AWS::LakeFormation::PrincipalPermissions',
  'AWS::LakeFormation::Resource',
  'AWS::LakeFormation::Tag',
  'AWS::LakeFormation::TagAssociation',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Logs::LogStream',
  'AWS::Logs::QueryDefinition',
  'AWS::Logs::SubscriptionFilter',
  'AWS::QuickSight::RefreshSchedule',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
]);

const tags = z.record(z.string(), z.string());
const state = z.object({ service: z.object({ provider: z.object({ tags, stackTags: tags }) }) });

describe.each(serviceNames)('the resources of %s', (service) => {
  const expected = { 'tributary:service': `tributary-${service}`, 'tributary:stage': 'dev' };

  test('have the tags of service and stage, by their stack', async () => {
    const { template, templateFile } = await packageService(service, 'dev', fullParameters(service));
    const { provider } = state.parse(
      JSON.parse(readFileSync(join(dirname(templateFile), 'serverless-state.json'), 'utf8')),
    ).service;
    expect(provider.stackTags).toEqual(expected);
    const types = [...new Set(Object.values(template.Resources).map(({ Type }) => Type))];
    expect(types.filter((type) => !tagged.has(type) && !untaggable.has(type))).toEqual([]);
  }, 300_000);

  test('have them in the template where a function is concerned, and nothing takes them away', async () => {
    const { template } = await packageService(service, 'dev', fullParameters(service));
    const own = Object.values(template.Resources).filter(({ Properties }) => 'Tags' in Properties);
    expect(own.length).toBeGreaterThan(0);
    for (const { Type, Properties } of own)
      expect(Properties.Tags, Type).toEqual(
        expect.arrayContaining(Object.entries(expected).map(([Key, Value]) => ({ Key, Value }))),
      );
  }, 300_000);
});
