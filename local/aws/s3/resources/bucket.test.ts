import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin } from '../../../kernel/caller.ts';
import { createS3 } from '../service.ts';
import { startEndpoint, type TestEndpoint } from '../test-endpoint.ts';

let endpoint: TestEndpoint;
beforeEach(async () => {
  endpoint = await startEndpoint((cloud) => [createS3(cloud, { emit: () => undefined })]);
});
afterEach(() => endpoint.stop());

const request = {
  logicalId: 'Raw',
  stackName: 'ingest',
  stackId: 'id',
  generatedName: 'ingest-Raw-1ABC',
  tags: { stage: 'local' },
};
const bucketType = () => {
  const type = endpoint.service('s3')?.resources?.find((each) => each.type === 'AWS::S3::Bucket');
  if (!type) throw new Error('no such type');
  return type;
};

test('makes the bucket that a template describes, changes and removes it', async () => {
  const { cloud, context } = endpoint;
  const properties = {
    BucketName: 'tributary-raw',
    VersioningConfiguration: { Status: 'Enabled' },
    BucketEncryption: {
      ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }],
    },
    NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: 'true' } },
    LifecycleConfiguration: {
      Rules: [{ Status: 'Enabled', Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: '90' }] }],
    },
  };
  const made = await bucketType().create(properties, request, context);
  expect(made).toMatchObject({ physicalId: 'tributary-raw', attributes: { Arn: 'arn:aws:s3:::tributary-raw' } });
  const Bucket = made.physicalId;
  const versioning = () => cloud.call(admin, 's3', 'GetBucketVersioning', { Bucket });
  const notification = () => cloud.call(admin, 's3', 'GetBucketNotificationConfiguration', { Bucket });
  expect(await versioning()).toEqual({ Status: 'Enabled' });
  expect(await notification()).toEqual({ EventBridgeConfiguration: {} });
  expect(await cloud.call(admin, 's3', 'GetBucketLifecycleConfiguration', { Bucket })).toMatchObject({
    Rules: [{ Transitions: [{ Days: 90, StorageClass: 'GLACIER' }] }],
  });
  await bucketType().update(made, { BucketName: Bucket }, request, context);
  expect(await versioning()).toEqual({ Status: 'Suspended' });
  expect(await notification()).toEqual({});
  await bucketType().remove(made, { BucketName: Bucket }, context);
  await expect(versioning()).rejects.toMatchObject({ code: 'NoSuchBucket' });
});

test('gives S3 the rules of replication by the names that a template has for their parts, and takes them away again', async () => {
  const { cloud, context } = endpoint;
  await cloud.call(admin, 's3', 'CreateBucket', { Bucket: 'there' });
  const Destination = { Bucket: 'arn:aws:s3:::there', Account: '111111111111' };
  const Time = { Minutes: '15' };
  const rule = {
    Id: 'raw',
    Status: 'Enabled',
    Priority: '1',
    Filter: { And: { Prefix: 'raw/', TagFilters: [{ Key: 'k', Value: 'v' }] } },
    DeleteMarkerReplication: { Status: 'Disabled' },
    Destination: {
      ...Destination,
      AccessControlTranslation: { Owner: 'Destination' },
      ReplicationTime: { Status: 'Enabled', Time },
      Metrics: { Status: 'Enabled', EventThreshold: Time },
    },
  };
  const Role = 'arn:aws:iam::000000000000:role/replicator';
  const properties = {
    BucketName: 'raw',
    VersioningConfiguration: { Status: 'Enabled' },
    ReplicationConfiguration: { Role, Rules: [rule] },
  };
  const read = bucketType().schema.parse(properties);
  const made = await bucketType().create(read, request, context);
  const configured = () => cloud.call(admin, 's3', 'GetBucketReplication', { Bucket: 'raw' });
  const { ReplicationConfiguration } = await configured();
  expect(ReplicationConfiguration?.Rules).toEqual([
    {
      ID: 'raw',
      Status: 'Enabled',
      Priority: 1,
      Filter: { And: { Prefix: 'raw/', Tags: [{ Key: 'k', Value: 'v' }] } },
      DeleteMarkerReplication: { Status: 'Disabled' },
      Destination: {
        ...Destination,
        AccessControlTranslation: { Owner: 'Destination' },
        ReplicationTime: { Status: 'Enabled', Time: { Minutes: 15 } },
        Metrics: { Status: 'Enabled', EventThreshold: { Minutes: 15 } },
      },
    },
  ]);
  await bucketType().update(made, { BucketName: 'raw' }, request, context);
  await expect(configured()).rejects.toMatchObject({ code: 'ReplicationConfigurationNotFoundError' });
});

test('names a property that it does not know', () => {
  const result = bucketType().schema.safeParse({ WebsiteConfiguration: {} });
  expect(result.error?.message).toContain('WebsiteConfiguration');
});
