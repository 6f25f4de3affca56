import type { LifecycleRule } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { checkLifecycle } from './lifecycle-check.ts';

const rule = (more: Partial<LifecycleRule>): LifecycleRule => ({
  ID: 'r',
  Status: 'Enabled',
  Filter: { Prefix: 'x/' },
  ...more,
});
const check = (...rules: LifecycleRule[]) => checkLifecycle(rules);
const days = (Days: number) => ({ Expiration: { Days } });
const newYear = new Date('2030-01-01T00:00:00Z');
const tagged = { Tag: { Key: 'a', Value: 'b' } };

test('gives ids to rules that have none, and takes no id twice', () => {
  const ids = check(rule({ ...days(1), ID: undefined }), rule({ ...days(2), ID: '' })).map(({ ID }) => ID);
  expect(new Set(ids.filter(Boolean)).size).toBe(2);
  expect(() => check(rule(days(1)), rule(days(2)))).toThrow('Rule ID must be unique');
  expect(() => check(rule({ ...days(1), ID: 'a'.repeat(256) }))).toThrow('255');
});

test.each<[string, Partial<LifecycleRule>]>([
  ['InvalidRequest', {}],
  ['MalformedXML', { ...days(1), Prefix: 'x/' }],
  ['MalformedXML', { ...days(1), Filter: undefined }],
  ['MalformedXML', { ...days(1), Filter: { Prefix: 'x/', ...tagged } }],
  ['MalformedXML', { Expiration: {} }],
  ['MalformedXML', { Expiration: { Days: 1, Date: newYear } }],
  ['MalformedXML', { Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } }],
  ['MalformedXML', { Transitions: [{ Days: 1 }] }],
  ['InvalidArgument', days(0)],
  ['InvalidArgument', days(Number.NaN)],
  ['InvalidArgument', { Expiration: { Date: new Date('2030-01-01T12:00:00Z') } }],
  ['InvalidArgument', { Expiration: { Date: new Date(Number.NaN) } }],
  ['InvalidArgument', { NoncurrentVersionExpiration: { NoncurrentDays: 0 } }],
  ['InvalidArgument', { NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions: 101 } }],
  ['InvalidArgument', { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 0 } }],
  ['InvalidArgument', { Transitions: [{ Days: -1, StorageClass: 'GLACIER' }] }],
  ['InvalidArgument', { Transitions: [{ Days: 29, StorageClass: 'STANDARD_IA' }] }],
  ['InvalidArgument', { NoncurrentVersionTransitions: [{ NoncurrentDays: 29, StorageClass: 'ONEZONE_IA' }] }],
  ['InvalidArgument', { Transitions: [{ Days: 30, StorageClass: 'GLACIER' }], ...days(30) }],
  [
    'InvalidArgument',
    {
      Transitions: [
        { Days: 60, StorageClass: 'STANDARD_IA' },
        { Days: 70, StorageClass: 'GLACIER' },
      ],
    },
  ],
  ['InvalidRequest', { Transitions: [{ Days: 1, StorageClass: 'GLACIER' }], Expiration: { Date: newYear } }],
  ['InvalidRequest', { Filter: tagged, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }],
  ['InvalidRequest', { Filter: tagged, Expiration: { ExpiredObjectDeleteMarker: true } }],
  ['InvalidRequest', { ...days(1), Filter: { And: { ObjectSizeGreaterThan: 5, ObjectSizeLessThan: 5 } } }],
])('%s: %j', (name, more) => {
  expect(() => check(rule(more))).toThrow(expect.objectContaining({ name }));
});

test('takes what AWS takes, up to 1,000 rules', () => {
  const moves = [
    { Days: 30, StorageClass: 'STANDARD_IA' as const },
    { Days: 60, StorageClass: 'GLACIER' as const },
  ];
  expect(check(rule({ Transitions: moves, ...days(61) }))).toHaveLength(1);
  expect(check(rule({ Transitions: [{ Days: 0, StorageClass: 'GLACIER' }] }))).toHaveLength(1);
  expect(check(rule({ Expiration: { Date: newYear } }))).toHaveLength(1);
  const many = Array.from({ length: 1001 }, (_, at) => rule({ ID: `${at}`, ...days(1) }));
  expect(checkLifecycle(many.slice(1))).toHaveLength(1000);
  expect(() => checkLifecycle(many)).toThrow(expect.objectContaining({ name: 'MalformedXML' }));
});
