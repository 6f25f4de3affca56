import { expect, test } from 'vitest';
import { type Given, readSettings, ruleId } from './settings.ts';

const names = { raw: `t-raw-dev-\${AWS::AccountId}`, lake: `t-lake-dev-\${AWS::AccountId}`, role: 'role' };
const given: Given = {
  account: '210987654321',
  bucket: '',
  prefixes: 'raw/, parked/',
  lakeBucket: 'catalog',
  names,
  service: 't-ingest',
  stage: 'dev',
};

test('without an account nothing is replicated', () => {
  expect(readSettings({ ...given, account: '' })).toBeUndefined();
});

test("goes to the other account's bucket of the same name, or to the one that is given", () => {
  expect(readSettings(given)?.buckets).toMatchObject([{ id: 'RawBucket', replica: 't-raw-dev-210987654321' }]);
  expect(readSettings({ ...given, bucket: 'copy' })?.buckets).toMatchObject([{ replica: 'copy' }]);
});

test('the lake bucket goes too where ingest makes it', () => {
  expect(readSettings({ ...given, lakeBucket: 'ingest' })?.buckets[1]).toMatchObject({
    id: 'LakeBucket',
    replica: 't-lake-dev-210987654321',
    prefixes: [''],
    deleteMarkers: true,
  });
});

test('each prefix has a rule of its name', () => {
  const [raw] = readSettings({ ...given, prefixes: 'raw/logs/haproxy/,parked/' })?.buckets ?? [];
  expect(raw?.prefixes.map((prefix) => ruleId(raw, prefix))).toEqual(['raw-logs-haproxy', 'parked']);
});

test('parameters that cannot be together are told, with what to do', () => {
  expect(() => readSettings({ ...given, account: '', lakeBucket: 'ingest' })).toThrow('give replicaAccount too');
  expect(() => readSettings({ ...given, prefixes: 'raw/,raw/logs/' })).toThrow('raw/logs/ lies in raw/ already');
  expect(() => readSettings({ ...given, prefixes: 'raw/,raw/' })).toThrow('Name each part of the bucket once');
});
