import { notCovered } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import { malformedXml } from './fault.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, given, present, settingPermission } from './setting.ts';

const choices = new Set<string | undefined>(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']);

export const putBucketOwnershipControls = (s3: S3) =>
  operation('s3', 'PutBucketOwnershipControls', {
    permissions: settingPermission('PutBucketOwnershipControls'),
    handle(input, context) {
      const ownership = given(input.OwnershipControls, 'OwnershipControls');
      const [rule, ...more] = ownership.Rules ?? [];
      if (!rule || more.length > 0 || !choices.has(rule.ObjectOwnership))
        throw malformedXml(
          'one rule, whose ObjectOwnership is BucketOwnerEnforced, BucketOwnerPreferred or ObjectWriter',
        );
      if (rule.ObjectOwnership === 'ObjectWriter') throw notCovered('S3 ACLs (ObjectOwnership ObjectWriter)');
      return configure(s3, input, context, { ownership });
    },
  });

export const getBucketOwnershipControls = (s3: S3) =>
  operation('s3', 'GetBucketOwnershipControls', {
    permissions: settingPermission('GetBucketOwnershipControls'),
    handle: (input, context) => ({
      OwnershipControls: present(
        bucketRecord(s3, input, context).ownership,
        'OwnershipControlsNotFoundError',
        'The bucket ownership controls were not found',
      ),
    }),
  });

export const deleteBucketOwnershipControls = (s3: S3) =>
  operation('s3', 'DeleteBucketOwnershipControls', {
    permissions: settingPermission('PutBucketOwnershipControls'),
    handle: (input, context) => configure(s3, input, context, { ownership: undefined }),
  });
