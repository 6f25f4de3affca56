import type { ServerSideEncryptionConfiguration } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { invalidArgument, malformedXml } from './fault.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, given, settingPermission } from './setting.ts';

export const putBucketEncryption = (s3: S3) =>
  operation('s3', 'PutBucketEncryption', {
    permissions: settingPermission('PutEncryptionConfiguration'),
    handle(input, context) {
      const encryption = given(input.ServerSideEncryptionConfiguration, 'ServerSideEncryptionConfiguration');
      checkEncryption(encryption);
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
        encryption: {
          Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false }],
        },
      }),
  });

const algorithms = new Set<string | undefined>(['AES256', 'aws:kms', 'aws:kms:dsse']);

function checkEncryption({ Rules = [] }: Pick<ServerSideEncryptionConfiguration, 'Rules'>): void {
  const [rule, ...more] = Rules;
  if (!rule || more.length > 0) throw malformedXml('exactly one encryption rule');
  const { ApplyServerSideEncryptionByDefault: byDefault } = rule;
  if (!byDefault) return;
  if (!algorithms.has(byDefault.SSEAlgorithm)) throw malformedXml('SSEAlgorithm is AES256, aws:kms or aws:kms:dsse');
  if (byDefault.SSEAlgorithm === 'AES256' && byDefault.KMSMasterKeyID !== undefined)
    throw invalidArgument(
      'a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse',
      'ApplyServerSideEncryptionByDefault',
      byDefault.KMSMasterKeyID,
    );
}
