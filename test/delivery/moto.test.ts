import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { conditionHolds } from '@tributary/shared/serverless/condition.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { describeWith } from '../harness/servers.ts';
import { combinations, nameOfCombination } from '../templates/combinations.ts';
import { packageService } from '../templates/package-service.ts';
import { type MotoServer, startMoto } from './moto-server.ts';
import { artefacts, codeKeys, forMoto, isOfBroker } from './moto-template.ts';

/** Types of the lake's templates that moto's CloudFormation does not make. */
const unknown: ReadonlySet<string> = new Set([
  'AWS::AppFlow::Flow',
  'AWS::Athena::DataCatalog',
  'AWS::Athena::WorkGroup',
  'AWS::Budgets::Budget',
  'AWS::CloudWatch::Alarm',
  'AWS::DMS::Endpoint',
  'AWS::DMS::ReplicationConfig',
  'AWS::DMS::ReplicationSubnetGroup',
  'AWS::EMRServerless::Application',
  'AWS::Glue::Crawler',
  'AWS::Glue::Database',
  'AWS::KinesisFirehose::DeliveryStream',
  'AWS::LakeFormation::PrincipalPermissions',
  'AWS::LakeFormation::Resource',
  'AWS::LakeFormation::Tag',
  'AWS::LakeFormation::TagAssociation',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Logs::LogStream',
  'AWS::Logs::QueryDefinition',
  'AWS::Logs::SubscriptionFilter',
  'AWS::QuickSight::Analysis',
  'AWS::QuickSight::Dashboard',
  'AWS::QuickSight::DataSet',
  'AWS::QuickSight::DataSource',
  'AWS::QuickSight::RefreshSchedule',
  'AWS::QuickSight::Theme',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
  'AWS::SecretsManager::Secret',
]);

const conditions = z.object({ Conditions: z.record(z.string(), z.unknown()).default({}) });
const delivery = fileURLToPath(new URL('../../delivery', import.meta.url));

describeWith([{ name: 'moto_server', check: ['moto_server', '--help'] }], 'moto, by its CloudFormation', () => {
  const unmade = new Set<string>();
  let moto: MotoServer;
  let formation: CloudFormationClient;
  let s3: S3Client;

  beforeAll(async () => {
    moto = await startMoto();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const client = { endpoint: moto.endpoint, region: 'eu-west-1', credentials };
    formation = new CloudFormationClient(client);
    s3 = new S3Client({ ...client, forcePathStyle: true });
  }, 120_000);
  afterAll(() => moto?.stop());

  test.each(combinations.map((each) => ({ ...each, name: nameOfCombination(each) })))(
    'makes all of $name that it knows',
    async ({ service, parameters, name }) => {
      const { template, templateFile } = await packageService(service, 'dev', parameters);
      const { Conditions } = conditions.parse(JSON.parse(readFileSync(templateFile, 'utf8')));
      await moto.reset();
      await upload(codeKeys(template), dirname(templateFile));
      const made = await create(name, JSON.stringify({ ...forMoto(template, unknown), Conditions }));

      const wanted = Object.entries(template.Resources).filter(
        ([, resource]) =>
          !isOfBroker(resource) && (resource.Condition === undefined || conditionHolds(Conditions, resource.Condition)),
      );
      const missing = wanted.filter(([id]) => !made.has(id));
      for (const [, { Type }] of missing) unmade.add(Type);
      expect(missing.filter(([, { Type }]) => !unknown.has(Type))).toEqual([]);
      expect(made.size).toBeGreaterThan(15);
    },
    900_000,
  );

  test('does not know these types, and no other', () => {
    expect([...unmade].toSorted()).toEqual([...unknown].toSorted());
  });

  test.each(['deployment', 'drift'])(
    'makes the %s role',
    async (kind) => {
      await moto.reset();
      const template = parse(readFileSync(join(delivery, `${kind}-role.yml`), 'utf8'));
      const Parameters = [
        { ParameterKey: 'Repository', ParameterValue: 'acme/lake' },
        { ParameterKey: 'Stage', ParameterValue: 'dev' },
      ];
      const made = await create(`${kind}-role`, JSON.stringify(template), Parameters);
      // moto lists a provider without its logical id
      const ids = Object.keys(template.Resources).filter((id) => id !== 'GitHub');
      expect(ids.filter((id) => !made.has(id))).toEqual([]);
      expect(ids).toContain('Role');
    },
    60_000,
  );

  /** Gives the logical ids of what the stack has. */
  async function create(
    StackName: string,
    TemplateBody: string,
    Parameters?: { ParameterKey: string; ParameterValue: string }[],
  ) {
    await formation.send(
      new CreateStackCommand({
        StackName,
        TemplateBody,
        Capabilities: ['CAPABILITY_NAMED_IAM'],
        ...(Parameters === undefined ? {} : { Parameters }),
      }),
    );
    const { Stacks: stacks } = await formation.send(new DescribeStacksCommand({ StackName }));
    expect(stacks?.[0]?.StackStatus).toBe('CREATE_COMPLETE');
    const { StackResourceSummaries: resources = [] } = await formation.send(
      new ListStackResourcesCommand({ StackName }),
    );
    return new Set(resources.flatMap(({ LogicalResourceId: id }) => id ?? []));
  }

  async function upload(keys: readonly string[], folder: string): Promise<void> {
    const CreateBucketConfiguration = { LocationConstraint: 'eu-west-1' } as const;
    await s3.send(new CreateBucketCommand({ Bucket: artefacts, CreateBucketConfiguration }));
    for (const Key of new Set(keys)) {
      const Body = readFileSync(join(folder, basename(Key)));
      await s3.send(new PutObjectCommand({ Bucket: artefacts, Key, Body }));
    }
  }
});
