import { expect, test } from 'vitest';
import { rawBucket } from './raw-bucket.ts';

test('the raw bucket keeps versions, tells EventBridge, and takes what is said of replicas into its policy', () => {
  const made = rawBucket('t-raw', { Sid: 'Replicas' });
  expect(made.RawBucket).toMatchObject({
    Properties: {
      BucketName: { 'Fn::Sub': 't-raw' },
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    },
  });
  expect(JSON.stringify(made.RawBucketPolicy)).toContain('{"Sid":"Replicas"}');
});
