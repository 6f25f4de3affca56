import { AwsError, notCovered } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { malformedXml } from './fault.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, settingPermission } from './setting.ts';

export const putBucketVersioning = (s3: S3) =>
  operation('s3', 'PutBucketVersioning', {
    permissions: settingPermission('PutBucketVersioning'),
    handle(input, context) {
      const { Status, MFADelete } = input.VersioningConfiguration ?? {};
      if (MFADelete === 'Enabled') throw notCovered('S3 MFA delete');
      if (Status !== 'Enabled' && Status !== 'Suspended') throw malformedXml('Status is Enabled or Suspended');
      const { versioning, replication } = bucketRecord(s3, input, context);
      if (replication !== undefined && Status !== versioning)
        throw new AwsError(
          'InvalidBucketState',
          'A replication configuration is present on this bucket, so the versioning state cannot be changed.',
          409,
        );
      return configure(s3, input, context, { versioning: Status });
    },
  });

export const getBucketVersioning = (s3: S3) =>
  operation('s3', 'GetBucketVersioning', {
    permissions: settingPermission('GetBucketVersioning'),
    handle(input, context) {
      const { versioning } = bucketRecord(s3, input, context);
      return versioning === undefined ? {} : { Status: versioning };
    },
  });
