import type { ReplicationRule } from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import { call, from, replicateBy, rule, target, useTwoAccounts } from './two-accounts-for-tests.ts';

useTwoAccounts();

describe('PutBucketReplication', () => {
  const { Filter: _filter, Priority: _priority, DeleteMarkerReplication: _marker, ...plain } = rule;
  test.each([
    ['a rule without a prefix', plain, 'MalformedXML'],
    ['metrics of a rule of the first version', { ...plain, Prefix: 'raw/' }, 'InvalidRequest'],
    [
      'another time than 15 minutes',
      destined({ ReplicationTime: { Status: 'Enabled', Time: { Minutes: 5 } } }),
      'InvalidRequest',
    ],
    ['time control without metrics', destined({ Metrics: { Status: 'Disabled' } }), 'InvalidRequest'],
    ['another owner without its account', destined({ Account: undefined }), 'InvalidRequest'],
    ['an account that is none', destined({ Account: '1' }), 'InvalidArgument'],
    [
      'delete markers by tags',
      { ...rule, Filter: { Tag: { Key: 'k', Value: 'v' } }, DeleteMarkerReplication: { Status: 'Enabled' } },
      'InvalidRequest',
    ],
    [
      'what is encrypted by a key',
      { ...rule, SourceSelectionCriteria: { SseKmsEncryptedObjects: { Status: 'Enabled' } } },
      'NotImplemented',
    ],
  ] as const)('refuses %s', async (_what, wrong, code) => {
    await expect(replicateBy(wrong)).rejects.toMatchObject({ code });
  });

  test('is refused while there is no such bucket in any account', async () => {
    const nowhere = destined({ Bucket: 'arn:aws:s3:::nowhere' });
    await expect(replicateBy(nowhere)).rejects.toMatchObject({ message: 'Destination bucket must exist.' });
  });

  test('is refused while the bucket keeps no versions, and versions stay while it stands', async () => {
    await replicateBy(rule);
    const suspended = { Bucket: from, VersioningConfiguration: { Status: 'Suspended' as const } };
    await expect(call(admin, 's3', 'PutBucketVersioning', suspended)).rejects.toMatchObject({
      code: 'InvalidBucketState',
    });
    await call(admin, 's3', 'DeleteBucketReplication', { Bucket: from });
    await call(admin, 's3', 'PutBucketVersioning', suspended);
    await expect(replicateBy(rule)).rejects.toMatchObject({ code: 'InvalidRequest' });
  });

  function destined(change: Partial<ReplicationRule['Destination']>): ReplicationRule {
    return { ...rule, Destination: { ...target, ...rule.Destination, ...change } };
  }
});
