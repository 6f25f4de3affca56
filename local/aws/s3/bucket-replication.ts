import { operation } from '../../kernel/operation.ts';
import { invalidRequest } from './fault.ts';
import { checkReplication } from './replication-check.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, given, present, settingPermission } from './setting.ts';

export const putBucketReplication = (s3: S3) =>
  operation('s3', 'PutBucketReplication', {
    permissions: (input) => [
      ...settingPermission('PutReplicationConfiguration')(input),
      {
        action: 'iam:PassRole',
        resource: input.ReplicationConfiguration?.Role ?? '',
        conditions: { 'iam:PassedToService': 's3.amazonaws.com' },
      },
    ],
    async handle(input, context) {
      const replication = checkReplication(given(input.ReplicationConfiguration, 'ReplicationConfiguration'));
      if (bucketRecord(s3, input, context).versioning !== 'Enabled')
        throw invalidRequest("Versioning must be 'Enabled' on the bucket to apply a replication configuration");
      for (const { Destination } of replication.Rules ?? [])
        if (!(await s3.mayExist((Destination?.Bucket ?? '').replace(/^arn:[\w-]+:s3:::/, ''))))
          throw invalidRequest('Destination bucket must exist.');
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
