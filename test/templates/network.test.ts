import { beforeAll, describe, expect, test } from 'vitest';
import { fullParameters } from './full-parameters.ts';
import { type Packaged, packageService } from './package-service.ts';
import { byType, strings } from './template.ts';

type Resources = Packaged['template']['Resources'];

const given = (resources: Resources, id: string) => resources[id]?.Properties ?? {};
const inVpc = (resources: Resources) =>
  byType(resources, 'AWS::Lambda::Function').filter(({ properties }) => 'VpcConfig' in properties);

describe('ingest in a network', () => {
  let none: Resources;
  let full: Resources;
  beforeAll(async () => {
    none = (await packageService('ingest', 'dev')).template.Resources;
    full = (await packageService('ingest', 'dev', fullParameters('ingest'))).template.Resources;
  });

  test('has no function in a VPC by default, and no role that could be in one', () => {
    expect(inVpc(none)).toEqual([]);
    expect(JSON.stringify(byType(none, 'AWS::IAM::Role'))).not.toMatch(/ec2:|AWSLambdaVPCAccess/);
  });

  test('has drain alone in the subnets and groups of its parameters, with a role that can be there', () => {
    expect(inVpc(full).map(({ id }) => id)).toEqual(['DrainLambdaFunction']);
    expect(given(full, 'DrainLambdaFunction').VpcConfig).toEqual({
      SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
      SecurityGroupIds: ['sg-0123456789abcdef0'],
    });
    const roles = byType(full, 'AWS::IAM::Role').filter(({ properties }) =>
      strings(properties).some((text) => text.endsWith('AWSLambdaVPCAccessExecutionRole')),
    );
    expect(roles.map(({ id }) => id)).toEqual(['DrainIamRoleLambdaExecution']);
  });

  test('lets Lambda be in the network of an Amazon MQ broker, as the role of bridge', () => {
    const { PolicyDocument: document, Roles: roles } = given(full, 'BridgeReadsBroker');
    expect(roles).toEqual([{ Ref: 'BridgeIamRoleLambdaExecution' }]);
    expect(strings(document)).toEqual(
      expect.arrayContaining(['ec2:CreateNetworkInterface', 'ec2:DescribeVpcs', 'ec2:DescribeSecurityGroups']),
    );
  });

  test('reads an existing secret everywhere, and makes none', () => {
    const arn = fullParameters('ingest').values.brokerSecretArn;
    expect(JSON.stringify(Object.values(full))).not.toContain('{"Ref":"BrokerSecret"}');
    for (const id of ['BridgeLambdaFunction', 'DrainLambdaFunction', 'ReplayLambdaFunction'])
      expect(given(full, id).Environment).toMatchObject({ Variables: { BROKER_SECRET: arn } });
    expect(full.BrokerSecret?.Condition).toBe('MakesBrokerSecret');
  });
});

describe('the connection of the CRM', () => {
  test('is a secret, a subnet and groups, in the words of Athena', async () => {
    const { Resources: resources } = (await packageService('enrich', 'dev', fullParameters('enrich'))).template;
    expect(given(resources, 'CrmCatalog')).toMatchObject({
      Type: 'FEDERATED',
      Parameters: { 'connection-type': 'POSTGRESQL', 'connection-properties': { 'Fn::Sub': expect.any(String) } },
    });
    const text = strings(given(resources, 'CrmCatalog').Parameters).find((each) => each.startsWith('{')) ?? '';
    expect(JSON.parse(text)).toEqual({
      host: 'crm.internal.example.com',
      port: '6432',
      database: 'crm',
      SecretArn: fullParameters('enrich').values.crmSecretArn,
      SubnetId: 'subnet-0123456789abcdef0',
      SecurityGroupIdList: ['sg-0123456789abcdef0', 'sg-0123456789abcdef1'],
      spill_bucket: expect.stringMatching(/^tributary-athena-dev-/),
      spill_prefix: 'spill',
    });
  });

  test('is not made where no host is named, and nothing is fed to what needs it', async () => {
    const { Resources: resources } = (await packageService('enrich', 'dev')).template;
    expect(resources.CrmCatalog?.Condition).toBe('HasCrm');
    for (const id of ['RequestsCreated', 'PlanQueuePolicy']) expect(resources[id]?.Condition, id).toBe('Enriches');
  });
});

test('query has load alone in the subnets and groups of its parameters, and nothing by default', async () => {
  const none = (await packageService('query', 'dev')).template.Resources;
  expect(inVpc(none)).toEqual([]);
  const full = (await packageService('query', 'dev', fullParameters('query'))).template.Resources;
  expect(inVpc(full).map(({ id }) => id)).toEqual(['LoadLambdaFunction']);
  expect(given(full, 'LoadLambdaFunction').VpcConfig).toEqual({
    SubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    SecurityGroupIds: ['sg-0123456789abcdef0'],
  });
}, 300_000);
