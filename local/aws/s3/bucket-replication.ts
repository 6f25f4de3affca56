import { operation } from '../../kernel/operation.ts';
import { invalidRequest } from './fault.ts';
import { checkReplication } from './replication-check.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, given, present, settingPermission } from './setting.ts';

/** Recorded, not done: the second account that a lake replicates to does not exist here. */
export const putBucketReplication = (s3: S3) =>
  operation('s3', 'PutBucketReplication', {
    permissions: settingPermission('PutReplicationConfiguration'),
    handle(input, context) {
      const replication = checkReplication(given(input.ReplicationConfiguration, 'ReplicationConfiguration'));
      if (bucketRecord(s3, input, context).versioning !== 'Enabled')
        throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
      context.cloud.log('warn', `S3 replication of ${input.Bucket} is recorded, not done, by the local cloud`);
      return configure(s3, input, context, { replication });
    },
  });

export const getBucketReplication = (s3: S3) =>
  operation('s3', 'GetBucketReplication', {
    permissions: settingPermission('GetReplicationConfiguration'),
    handle: (input, context) => ({
      ReplicationConfiguration: present(
        bucketRecord(s3, input, context).replication,
        'ReplicationConfigurationNotFoundError',
        'The replication configuration was not found',
      ),
    }),
  });

export const deleteBucketReplication = (s3: S3) =>
  operation('s3', 'DeleteBucketReplication', {
    permissions: settingPermission('PutReplicationConfiguration'),
    handle: (input, context) => configure(s3, input, context, { replication: undefined }),
  });
