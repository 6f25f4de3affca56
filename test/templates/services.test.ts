import { type ServiceName, serviceNames } from '@tributary/cli/service-names.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLake, type TestLake } from '../harness/lake.ts';
import { type Packaged, packageService, type Template, template } from './package-service.ts';
import {
  alarmedQueues,
  alarmsOf,
  byType,
  find,
  mappingsOf,
  names,
  policyStatements,
  refersTo,
  strings,
} from './template.ts';

let lake: TestLake;

beforeAll(async () => {
  lake = await startLake();
  await Promise.all(serviceNames.map((service) => packageService(service, 'dev')));
});
afterAll(() => lake?.dispose());

/** What was deployed at the stage local, by the same command. */
async function deployedTemplate(service: ServiceName): Promise<Template> {
  const StackName = `${lake.names.prefix}-${service}-local`;
  const { TemplateBody } = await lake.cloud.call(admin, 'cloudformation', 'GetTemplate', { StackName });
  return template.parse(JSON.parse(TemplateBody ?? ''));
}

describe.each(serviceNames)('the packaged service %s', (service) => {
  let packaged: Packaged;
  let resources: Packaged['template']['Resources'];

  beforeAll(async () => {
    packaged = await packageService(service, 'dev');
    resources = packaged.template.Resources;
  }, 60_000);

  test('gives each function a role of its own, a log with an end, and the current runtime', () => {
    const functions = byType(resources, 'AWS::Lambda::Function');
    const roles = functions.map(({ properties }) => JSON.stringify(properties.Role));
    expect(functions.length).toBeGreaterThan(0);
    expect(new Set(roles).size).toBe(functions.length);
    expect(Object.keys(resources)).not.toContain('IamRoleLambdaExecution');
    const used = [...roles, JSON.stringify(resources)].join();
    for (const { id } of byType(resources, 'AWS::IAM::Role'))
      expect(used, id).toContain(`"Fn::GetAtt":["${id}","Arn"]`);
    for (const { properties } of functions) expect(properties.Runtime).toBe('nodejs24.x');
    for (const group of byType(resources, 'AWS::Logs::LogGroup')) {
      expect(group.properties.RetentionInDays, group.id).toEqual(expect.any(Number));
    }
  });

  test('lets each function write to its own log alone, and not make one again that is gone', () => {
    for (const { id, properties } of byType(resources, 'AWS::Lambda::Function')) {
      const role = find(resources, 'AWS::IAM::Role', properties.Role);
      const logs = policyStatements(resources).filter(
        ({ where, statement }) => where === role?.id && strings(statement.Action).join().includes('logs:'),
      );
      expect(
        logs.map(({ statement }) => [statement.Action, strings(statement.Resource).join()]),
        id,
      ).toEqual([
        [
          ['logs:CreateLogStream', 'logs:PutLogEvents'],
          expect.stringMatching(new RegExp(`:log-group:/aws/lambda/${properties.FunctionName}:\\*$`)),
        ],
      ]);
    }
  });

  test('reserves no concurrency, which accounts with the default quota of 10 refuse', () => {
    for (const { properties } of byType(resources, 'AWS::Lambda::Function'))
      expect(properties, String(properties.FunctionName)).not.toHaveProperty('ReservedConcurrentExecutions');
  });

  test('allows no wildcard action and no wildcard resource', () => {
    for (const { where, statement } of policyStatements(resources)) {
      const { Action: actions, Resource: targets, Effect: effect } = statement;
      if (effect !== 'Allow') continue;
      expect(
        [actions].flat().filter((action) => String(action).includes('*')),
        where,
      ).toEqual([]);
      const everything = [targets]
        .flat()
        .filter((target) => target === '*' || /:::?\*$|:::\*/.test(strings(target).join('')));
      expect(everything, where).toEqual([]);
    }
  });

  test('keeps every bucket private, encrypted, behind TLS, and tells EventBridge of its objects', () => {
    const buckets = byType(resources, 'AWS::S3::Bucket');
    for (const { id, properties } of buckets.filter((bucket) => bucket.id !== 'ServerlessDeploymentBucket')) {
      expect(properties, id).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        BucketEncryption: { ServerSideEncryptionConfiguration: [expect.anything()] },
        NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
      });
    }
    const policies = byType(resources, 'AWS::S3::BucketPolicy');
    for (const { id } of buckets) {
      const policy = policies.find(({ properties }) => refersTo(properties.Bucket, id));
      expect(JSON.stringify(policy?.properties), id).toMatch(/"Deny".*"aws:SecureTransport":(false|"false")/);
    }
  });

  test('reports partial failures of every queue and stream, with time to try again', () => {
    const mappings = mappingsOf(resources);
    expect(mappings.length).toBeGreaterThan(0);
    for (const { id, properties } of mappings) {
      expect(properties.FunctionResponseTypes, id).toEqual(['ReportBatchItemFailures']);
      if (find(resources, 'AWS::Kinesis::Stream', properties.EventSourceArn) !== undefined) continue;
      const queue = find(resources, 'AWS::SQS::Queue', properties.EventSourceArn);
      const target = find(resources, 'AWS::Lambda::Function', properties.FunctionName);
      // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html. Locally queues give back sooner: a developer does not wait
      const window = Number(properties.MaximumBatchingWindowInSeconds ?? 0);
      expect(Number(queue?.properties.VisibilityTimeout), id).toBeGreaterThanOrEqual(
        6 * Number(target?.properties.Timeout) + window,
      );
    }
  });

  test('ends every asynchronous edge in a dead-letter queue that has an alarm', () => {
    const alarmed = alarmedQueues(resources);
    for (const { id, properties } of mappingsOf(resources)) {
      const stream = find(resources, 'AWS::Kinesis::Stream', properties.EventSourceArn);
      const queue = find(resources, 'AWS::SQS::Queue', properties.EventSourceArn);
      const end = stream === undefined ? queue?.properties.RedrivePolicy : properties.DestinationConfig;
      const letters = alarmed.filter((letter) => refersTo(end, letter));
      expect(letters, id).toHaveLength(1);
    }
    for (const { id, properties } of byType(resources, 'AWS::Events::Rule')) {
      for (const target of [properties.Targets].flat()) {
        const letters = alarmed.filter((letter) =>
          JSON.stringify(target).includes(`"DeadLetterConfig":{"Arn":{"Fn::GetAtt":["${letter}"`),
        );
        expect(letters, id).toHaveLength(1);
      }
    }
  });

  test('encrypts every stream, and hears of each that is not read in time', () => {
    for (const { id, properties } of byType(resources, 'AWS::Kinesis::Stream')) {
      expect(properties.StreamEncryption, id).toMatchObject({ EncryptionType: 'KMS' });
      const readers = mappingsOf(resources).filter((mapping) => refersTo(mapping.properties.EventSourceArn, id));
      expect(readers.length, id).toBeGreaterThan(0);
      for (const { properties: reader } of readers) {
        const target = find(resources, 'AWS::Lambda::Function', reader.FunctionName);
        expect(alarmsOf(resources, target?.id ?? ''), id).toContain('IteratorAge');
      }
    }
  });

  test('keeps what a delivery stream cannot deliver, and hears of a delivery that is late', () => {
    for (const { id, properties } of byType(resources, 'AWS::KinesisFirehose::DeliveryStream')) {
      expect(properties.ExtendedS3DestinationConfiguration, id).toMatchObject({
        ErrorOutputPrefix: expect.stringMatching(/^failed\/.*!\{firehose:error-output-type\}/),
      });
      expect(alarmsOf(resources, id), id).toContain('DeliveryToS3.DataFreshness');
    }
  });

  test('gives nothing a name of over 64 characters', () => {
    for (const { id, name } of names(resources)) expect(name.length, `${id}: ${name}`).toBeLessThanOrEqual(64);
  });

  test('exports nothing for other stacks to import', () => {
    const exported = Object.entries(packaged.template.Outputs).filter(([, output]) => 'Export' in output);
    expect(
      exported.map(([name]) => name).filter((name) => !/^(Serverless|.*LambdaFunctionQualifiedArn)/.test(name)),
    ).toEqual([]);
    expect(JSON.stringify(packaged.template)).not.toContain('Fn::ImportValue');
  });

  test('is the same stack at every stage, but for its numbers', async () => {
    const local = (await deployedTemplate(service)).Resources;
    const shape = (of: typeof resources) =>
      Object.entries(of)
        .map(([id, { Type: type }]) => `${id} ${type}`)
        .toSorted();
    expect(shape(local)).toEqual(shape(resources));
  }, 60_000);

  test('has small functions', () => {
    for (const [zip, bytes] of Object.entries(packaged.zips)) expect(bytes, zip).toBeLessThan(400_000);
  });
});
