import { operation } from '../../kernel/operation.ts';
import { malformedXml } from './fault.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, given, settingPermission } from './setting.ts';

export const putBucketEncryption = (s3: S3) =>
  operation('s3', 'PutBucketEncryption', {
    permissions: settingPermission('PutEncryptionConfiguration'),
    handle(input, context) {
      const encryption = given(input.ServerSideEncryptionConfiguration, 'ServerSideEncryptionConfiguration');
      if (encryption.Rules?.length !== 1) throw malformedXml('exactly one encryption rule');
      return configure(s3, input, context, { encryption });
    },
  });

export const getBucketEncryption = (s3: S3) =>
  operation('s3', 'GetBucketEncryption', {
    permissions: settingPermission('GetEncryptionConfiguration'),
    handle: (input, context) => ({
      ServerSideEncryptionConfiguration: bucketRecord(s3, input, context).encryption,
    }),
  });

/** Every bucket is encrypted: what is deleted is what differs from S3's own keys. */
export const deleteBucketEncryption = (s3: S3) =>
  operation('s3', 'DeleteBucketEncryption', {
    permissions: settingPermission('PutEncryptionConfiguration'),
    handle: (input, context) =>
      configure(s3, input, context, {
        encryption: { Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      }),
  });
