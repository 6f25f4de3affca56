import { operation } from '../../kernel/operation.ts';

import type { S3 } from './s3.ts';
import { bucketRecord, configure, given, present, settingPermission } from './setting.ts';
import { checkTags } from './tags.ts';

export const putBucketTagging = (s3: S3) =>
  operation('s3', 'PutBucketTagging', {
    permissions: settingPermission('PutBucketTagging'),
    handle: (input, context) =>
      configure(s3, input, context, { tags: checkTags(given(input.Tagging?.TagSet, 'TagSet'), 'Bucket') }),
  });

export const getBucketTagging = (s3: S3) =>
  operation('s3', 'GetBucketTagging', {
    permissions: settingPermission('GetBucketTagging'),
    handle: (input, context) => ({
      TagSet: [...present(bucketRecord(s3, input, context).tags, 'NoSuchTagSet', 'The TagSet does not exist')],
    }),
  });

export const deleteBucketTagging = (s3: S3) =>
  operation('s3', 'DeleteBucketTagging', {
    permissions: settingPermission('PutBucketTagging'),
    handle: (input, context) => configure(s3, input, context, { tags: undefined }),
  });
