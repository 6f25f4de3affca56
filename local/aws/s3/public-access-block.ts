import { operation } from '../../kernel/operation.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, given, present, settingPermission } from './setting.ts';

export const putPublicAccessBlock = (s3: S3) =>
  operation('s3', 'PutPublicAccessBlock', {
    permissions: settingPermission('PutBucketPublicAccessBlock'),
    handle(input, context) {
      const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = given(
        input.PublicAccessBlockConfiguration,
        'PublicAccessBlockConfiguration',
      );
      return configure(s3, input, context, {
        publicAccessBlock: {
          BlockPublicAcls: BlockPublicAcls ?? false,
          IgnorePublicAcls: IgnorePublicAcls ?? false,
          BlockPublicPolicy: BlockPublicPolicy ?? false,
          RestrictPublicBuckets: RestrictPublicBuckets ?? false,
        },
      });
    },
  });

export const getPublicAccessBlock = (s3: S3) =>
  operation('s3', 'GetPublicAccessBlock', {
    permissions: settingPermission('GetBucketPublicAccessBlock'),
    handle: (input, context) => ({
      PublicAccessBlockConfiguration: present(
        bucketRecord(s3, input, context).publicAccessBlock,
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
      ),
    }),
  });

export const deletePublicAccessBlock = (s3: S3) =>
  operation('s3', 'DeletePublicAccessBlock', {
    permissions: settingPermission('PutBucketPublicAccessBlock'),
    handle: (input, context) => configure(s3, input, context, { publicAccessBlock: undefined }),
  });
