import { expect, test } from 'vitest';
import { lakeBucket } from './lake-bucket.ts';
import { replicationAlarms } from './replication-alarms.ts';
import { replicationConfiguration } from './replication-configuration.ts';
import { replicationRoles } from './replication-roles.ts';
import { readSettings } from './settings.ts';

const settingsWith = (by: string) =>
  readSettings({
    account: '210987654321',
    bucket: '',
    prefixes: 'raw/',
    lakeBucket: by,
    names: { raw: `t-raw-\${AWS::AccountId}`, lake: `t-lake-\${AWS::AccountId}`, role: 't-replication' },
    service: 't-ingest',
    stage: 'dev',
  });

function given<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('no settings');
  return value;
}

test('what is not replicated has no configuration', () => {
  expect(replicationConfiguration(undefined, 'RawBucket')).toEqual({ Ref: 'AWS::NoValue' });
  expect(replicationConfiguration(settingsWith('catalog'), 'LakeBucket')).toEqual({ Ref: 'AWS::NoValue' });
});

test('the lake bucket is made only where catalog does not, keeps versions, and lets nothing go but those', () => {
  expect(lakeBucket(given(settingsWith('catalog')))).toEqual({});
  const made = JSON.stringify(lakeBucket(given(settingsWith('ingest'))));
  expect(made).toContain('"VersioningConfiguration":{"Status":"Enabled"}');
  expect(made).not.toContain('ExpirationInDays');
});

test('delete markers may be replicated of the lake bucket alone', () => {
  const policies = (by: string) => JSON.stringify(replicationRoles(given(settingsWith(by))));
  expect(policies('catalog')).not.toContain('ReplicateDelete');
  expect(policies('ingest')).toMatch(/ReplicateDelete"\],"Resource":\[\{"Fn::Sub":"[^"]*t-lake-210987654321\/\*"\}\]/);
});

test('each rule has its two alarms', () => {
  expect(Object.keys(replicationAlarms(given(settingsWith('ingest'))))).toEqual([
    'ReplicationLateRaw',
    'ReplicationFailedRaw',
    'ReplicationLateLake',
    'ReplicationFailedLake',
  ]);
});
