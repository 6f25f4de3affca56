import { expect, test } from 'vitest';
import { lakePrefix, readNames } from './names.ts';

test('derives every name from prefix, stage and account', () => {
  expect(readNames({ stage: 'dev', account: '123456789012' })).toEqual({
    prefix: 'tributary',
    rawBucket: 'tributary-raw-dev-123456789012',
    lakeBucket: 'tributary-lake-dev-123456789012',
    athenaBucket: 'tributary-athena-dev-123456789012',
    rawDatabase: 'tributary_raw_dev',
    lakeDatabase: 'tributary_lake_dev',
    bus: 'tributary-dev',
    alarmsTopic: 'tributary-alarms-dev',
    workGroup: 'tributary-dev',
    datasetsWorkGroup: 'tributary-datasets-dev',
    enrichWorkGroup: 'tributary-enrich-dev',
    analystsWorkGroup: 'tributary-analysts-dev',
    crmCatalog: 'crm',
    haproxyLogGroup: '/tributary/dev/haproxy',
    eventStream: 'tributary-events-dev',
  });
});

test('leaves no variable unresolved', () => {
  expect(Object.values(readNames({ stage: 's', account: '1', prefix: 'p' })).join(' ')).not.toMatch(/[${}]/);
});

test('has the prefix of LAKE_PREFIX, as deployments have', () => {
  expect(lakePrefix({ LAKE_PREFIX: 'acme' })).toBe('acme');
  expect(lakePrefix({})).toBe('tributary');
  expect(() => lakePrefix({ LAKE_PREFIX: 'Acme' })).toThrow(/perhaps acme/);
});
