import type { LifecycleRule } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { malformedXml } from './fault.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, present, settingPermission } from './setting.ts';

export const putBucketLifecycleConfiguration = (s3: S3) =>
  operation('s3', 'PutBucketLifecycleConfiguration', {
    permissions: settingPermission('PutLifecycleConfiguration'),
    handle(input, context) {
      const rules = input.LifecycleConfiguration?.Rules ?? [];
      if (rules.length === 0 || rules.length > 1000) throw malformedXml('between 1 and 1,000 lifecycle rules');
      for (const rule of rules)
        if (rule.Status !== 'Enabled' && rule.Status !== 'Disabled')
          throw malformedXml('Status is Enabled or Disabled');
      return configure(s3, input, context, { lifecycle: rules });
    },
  });

export const getBucketLifecycleConfiguration = (s3: S3) =>
  operation('s3', 'GetBucketLifecycleConfiguration', {
    permissions: settingPermission('GetLifecycleConfiguration'),
    handle: (input, context) => ({
      Rules: present(
        bucketRecord(s3, input, context).lifecycle,
        'NoSuchLifecycleConfiguration',
        'The lifecycle configuration does not exist',
      ).map(withDates),
    }),
  });

export const deleteBucketLifecycle = (s3: S3) =>
  operation('s3', 'DeleteBucketLifecycle', {
    permissions: settingPermission('PutLifecycleConfiguration'),
    handle: (input, context) => configure(s3, input, context, { lifecycle: undefined }),
  });

/** The journal keeps dates as text. */
export function withDates(rule: LifecycleRule): LifecycleRule {
  return {
    ...rule,
    ...(rule.Expiration && { Expiration: withDate(rule.Expiration) }),
    ...(rule.Transitions && { Transitions: rule.Transitions.map(withDate) }),
  };
}

function withDate<T extends { readonly Date?: Date | undefined }>(action: T): T {
  return action.Date === undefined ? action : { ...action, Date: new Date(action.Date) };
}
