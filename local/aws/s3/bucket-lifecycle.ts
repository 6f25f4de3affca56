import { operation } from '../../kernel/operation.ts';
import { checkLifecycle } from './lifecycle-check.ts';
import { withDates } from './lifecycle-due.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, present, settingPermission } from './setting.ts';

const usualMinimum = 'all_storage_classes_128K';

export const putBucketLifecycleConfiguration = (s3: S3) =>
  operation('s3', 'PutBucketLifecycleConfiguration', {
    permissions: settingPermission('PutLifecycleConfiguration'),
    handle(input, context) {
      const lifecycle = checkLifecycle(input.LifecycleConfiguration?.Rules ?? []);
      const transitionMinimum = input.TransitionDefaultMinimumObjectSize ?? usualMinimum;
      configure(s3, input, context, { lifecycle, transitionMinimum });
      return { TransitionDefaultMinimumObjectSize: transitionMinimum };
    },
  });

export const getBucketLifecycleConfiguration = (s3: S3) =>
  operation('s3', 'GetBucketLifecycleConfiguration', {
    permissions: settingPermission('GetLifecycleConfiguration'),
    handle(input, context) {
      const { lifecycle, transitionMinimum } = bucketRecord(s3, input, context);
      const rules = present(lifecycle, 'NoSuchLifecycleConfiguration', 'The lifecycle configuration does not exist');
      return {
        Rules: rules.map(withDates),
        TransitionDefaultMinimumObjectSize: transitionMinimum ?? usualMinimum,
      };
    },
  });

export const deleteBucketLifecycle = (s3: S3) =>
  operation('s3', 'DeleteBucketLifecycle', {
    permissions: settingPermission('PutLifecycleConfiguration'),
    handle: (input, context) => configure(s3, input, context, { lifecycle: undefined, transitionMinimum: undefined }),
  });
