import { fileURLToPath } from 'node:url';
import { partitionsOf } from '@tributary/shared/partitions.ts';
import { describe, expect, test } from 'vitest';
import { declaredFlows } from '../declared-flows.ts';
import { bucketStatement, flowResources } from './flow-resources.ts';
import { readFlows } from './read-flows.ts';

const text = `flows:
  crm:
    connector: Salesforce
    profile: crm-production
    objects:
      accounts: { entity: Account, every: 1 hours, incremental: SystemModstamp, fields: [Id, SystemModstamp] }
  stripe:
    connector: CustomConnector
    profile: stripe
    objects:
      charges: { entity: charge }
`;
const flows = readFlows(text);
const resources = flowResources(flows, { service: 'tributary-ingest-dev' });

const folder = fileURLToPath(new URL('../', import.meta.url));

test('a file that is not there is told, and one that is is read', () => {
  expect(() => declaredFlows(folder, 'mine.yml')).toThrow('The parameter flows names mine.yml, which is not');
  expect(declaredFlows(folder, 'flows.yml')).toEqual([]);
  expect(declaredFlows(folder, 'example.yml').map(({ source, object }) => `${source}_${object}`)).toEqual([
    'crm_accounts',
    'crm_contacts',
  ]);
});

test('none are declared, and nothing is made', () => {
  expect(readFlows('flows: {}')).toEqual([]);
  expect(flowResources([], { service: 's' })).toEqual({});
  expect(bucketStatement([])).toEqual({ Ref: 'AWS::NoValue' });
});

test('a flow by schedule takes what is new of some fields', () => {
  expect(resources.SaasFlowCrmAccounts).toMatchObject({
    DependsOn: ['RawBucketPolicy'],
    Properties: {
      FlowName: 'tributary-ingest-dev-crm-accounts',
      FlowStatus: 'Active',
      SourceFlowConfig: {
        ConnectorType: 'Salesforce',
        ConnectorProfileName: 'crm-production',
        SourceConnectorProperties: { Salesforce: { Object: 'Account' } },
        IncrementalPullConfig: { DatetimeTypeFieldName: 'SystemModstamp' },
      },
      Tasks: [
        { TaskType: 'Filter', SourceFields: ['Id', 'SystemModstamp'], ConnectorOperator: { Salesforce: 'PROJECTION' } },
        { TaskType: 'Map', SourceFields: ['Id'], DestinationField: 'Id' },
        { TaskType: 'Map', SourceFields: ['SystemModstamp'], DestinationField: 'SystemModstamp' },
      ],
      TriggerConfig: {
        TriggerType: 'Scheduled',
        TriggerProperties: { ScheduleExpression: 'rate(1hours)', DataPullMode: 'Incremental' },
      },
    },
  });
});

test('a flow on demand takes everything, of a connector that is no part of AppFlow by its entity', () => {
  expect(resources.SaasFlowStripeCharges).toMatchObject({
    Properties: {
      SourceFlowConfig: { SourceConnectorProperties: { CustomConnector: { EntityName: 'charge' } } },
      Tasks: [{ TaskType: 'Map_all', SourceFields: [] }],
      TriggerConfig: { TriggerType: 'OnDemand' },
    },
  });
});

test('its files lie in a folder of source and object, and by day', () => {
  expect(JSON.stringify(resources.SaasFlowStripeCharges)).toContain('"BucketPrefix":"raw/saas/stripe/charges"');
  const key = 'raw/saas/stripe/charges/tributary-ingest-dev-stripe-charges/2026/11/20/1a2b-2026-11-20T10:00:00';
  expect(partitionsOf(key)).toEqual([
    { name: 'year', value: '2026' },
    { name: 'month', value: '11' },
    { name: 'day', value: '20' },
  ]);
});

test('names that differ by lines only make different resources', () => {
  const same = text.replace('      charges:', '      a_b: { entity: x }\n      ab: { entity: y }\n      charges:');
  expect(Object.keys(flowResources(readFlows(same), { service: 's' }))).toHaveLength(4);
});

describe('a mistake is told with its place', () => {
  const one = (settings: string) =>
    `flows:\n  crm:\n    connector: Salesforce\n    profile: p\n    objects:\n      a: ${settings}\n`;
  test.each([
    [one('{ entity: A, evry: 1 hours }'), 'flows.yml:6:23: flows.crm.objects.a.evry: there is no such setting'],
    [one('{ entity: A, every: 2 minutes }'), 'flows.yml:6:23: flows.crm.objects.a.every: is 5 minutes at least'],
    [one('{ entity: A, incremental: B }'), 'flows.crm.objects.a.incremental: needs `every`'],
    [one('{ entity: A, every: 1 days, incremental: B, fields: [C] }'), 'flows.crm.objects.a.fields: has to name B'],
    [one('{ entity: A }').replace('Salesforce', 'Salesfarce'), 'flows.yml:3:5: flows.crm.connector'],
    [one('{ entity: A }').replace('      a:', '      A-B:'), 'lower-case letters'],
  ])('%j', (wrong, told) => {
    expect(() => readFlows(wrong)).toThrow(told);
  });
});
