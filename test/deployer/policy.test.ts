import { serviceNames } from '@tributary/cli/service-names.ts';
import { isRecorded } from '@tributary/local/aws/cloudformation/recorded.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fullParameters } from '../templates/full-parameters.ts';
import { packageService } from '../templates/package-service.ts';
import { type Asked, type DeployersCloud, startDeployersCloud } from './deployer.ts';
import { handlers } from './handlers.ts';
import { allows, deployerPolicies } from './policy-document.ts';
import { runServerless } from './run-serverless.ts';

/** A managed policy's size without white space. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const maxPolicySize = 6144;

/** A broker that the local cloud has: an event source of another one is refused. */
const localBroker = { brokerArn: 'arn:aws:mq:eu-west-1:000000000000:broker:local:b-local' };

let cloud: DeployersCloud;
beforeAll(async () => {
  cloud = await startDeployersCloud();
});
afterAll(() => cloud?.dispose());

describe.each(serviceNames)('the policy of whoever deploys %s', (service) => {
  const policies = deployerPolicies(service);
  const statements = policies.flatMap(({ Statement }) => Statement);
  const actions = new Set(statements.flatMap(({ Action }) => Action));
  const full: Readonly<Record<string, string>> = {
    ...fullParameters(service).values,
    ...(service === 'ingest' ? localBroker : {}),
  };
  // Then without what is off by default; the secrets of the CRM and the chat are the stacks' own
  const { crmSecretArn: _crm, chatWebhookSecretArn: _chat, ...ownSecret } = full;
  const second: Readonly<Record<string, string>> = service === 'enrich' || service === 'query' ? ownSecret : {};
  let asked: readonly Asked[] = [];

  test('is enough to deploy with every parameter, to update, to look and to remove', async () => {
    const credentials = await cloud.assume(
      service,
      policies.map((policy) => JSON.stringify(policy)),
    );
    // S3 takes no configuration of replication to a bucket that is not there
    if (service === 'ingest') await cloud.makeBuckets('copy-of-raw-210987654321', 'tributary-lake-dev-210987654321');
    const common = { service, endpoint: cloud.endpoint, credentials };
    await runServerless('deploy', { ...common, parameters: full });
    await runServerless('deploy', { ...common, parameters: second });
    expect(await runServerless('info', { ...common, parameters: second })).toContain(`tributary-${service}`);
    if (service === 'query') await cloud.put('tributary-athena-dev-000000000000', 'queries/result.csv');
    await runServerless('remove', { ...common, parameters: second });
    asked = cloud.asked.filter(({ session }) => session === service);
    expect(asked.length).toBeGreaterThan(50);
  }, 900_000);

  test('has no statement that could go: each allows something that was asked for and that no other allows', () => {
    const askedOfNobody = new Set(
      Object.keys(handlers).flatMap((type) => (isRecorded(type) ? (handlers[type] ?? []) : [])),
    );
    const spare = statements.filter((statement) => {
      if (statement.Action.every((action) => askedOfNobody.has(action))) return false;
      const others = statements.filter((other) => other !== statement);
      return asked.every(({ permission }) => allows(others, permission));
    });
    expect(spare.map(({ Sid }) => Sid)).toEqual([]);
  });

  test('names each action, and none that neither the local cloud nor CloudFormation asks for', async () => {
    expect([...actions].filter((action) => action.includes('*'))).toEqual([]);
    const { Resources } = (await packageService(service, 'dev', fullParameters(service))).template;
    const types = new Set(Object.values(Resources).map(({ Type }) => Type));
    const needed = new Set([
      // SNS's own errors, and so its permissions, say SNS
      ...asked.map(({ permission }) => permission.action.replace(/^SNS:/, 'sns:')),
      ...[...types].flatMap((type) => handlers[type] ?? [`no handlers of ${type}`]),
    ]);
    expect([...actions].filter((action) => !needed.has(action))).toEqual([]);
    expect([...needed].filter((action) => !actions.has(action))).toEqual([]);
  });

  test('allows everything only where an action knows no resource', () => {
    const everywhere = statements.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action);
    expect(everywhere.filter((action) => !unscoped.has(action))).toEqual([]);
  });

  test('is small enough for IAM', () => {
    for (const policy of policies) expect(JSON.stringify(policy).length).toBeLessThanOrEqual(maxPolicySize);
  });
});

/** Actions that IAM takes with `Resource: "*"` only. https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html */
const unscoped: ReadonlySet<string> = new Set([
  'cloudformation:ValidateTemplate',
  'ec2:DescribeSecurityGroups',
  'ec2:DescribeSubnets',
  'ec2:DescribeVpcs',
  'dms:CreateEndpoint',
  'dms:CreateReplicationSubnetGroup',
  'dms:DescribeEndpoints',
  'dms:DescribeReplicationConfigs',
  'dms:DescribeReplicationSubnetGroups',
  'dms:DescribeReplications',
  'emr-serverless:CreateApplication',
  'glue:CreateCrawler',
  'kms:CreateKey',
  'kms:ListAliases',
  'logs:DeleteQueryDefinition',
  'logs:DescribeQueryDefinitions',
  'logs:PutQueryDefinition',
  'lakeformation:AddLFTagsToResource',
  'lakeformation:CreateLFTag',
  'lakeformation:CreateLakeFormationOptIn',
  'lakeformation:DeleteLFTag',
  'lakeformation:DeleteLakeFormationOptIn',
  'lakeformation:DeregisterResource',
  'lakeformation:DescribeResource',
  'lakeformation:GetLFTag',
  'lakeformation:GetResourceLFTags',
  'lakeformation:GrantPermissions',
  'lakeformation:ListLakeFormationOptIns',
  'lakeformation:ListPermissions',
  'lakeformation:RegisterResource',
  'lakeformation:RemoveLFTagsFromResource',
  'lakeformation:RevokePermissions',
  'lakeformation:UpdateLFTag',
  'lakeformation:UpdateResource',
  'lambda:CreateEventSourceMapping',
  'logs:DescribeLogGroups',
  'secretsmanager:GetRandomPassword',
  'secretsmanager:ListSecrets',
]);
