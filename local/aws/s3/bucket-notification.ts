import { notCovered } from '../../kernel/error.ts';
import { operation } from '../../kernel/operation.ts';
import type { S3 } from './s3.ts';
import { bucketRecord, configure, given, settingPermission } from './setting.ts';

export const putBucketNotificationConfiguration = (s3: S3) =>
  operation('s3', 'PutBucketNotificationConfiguration', {
    permissions: settingPermission('PutBucketNotification'),
    handle(input, context) {
      const notification = given(input.NotificationConfiguration, 'NotificationConfiguration');
      for (const [kind, configurations] of Object.entries(notification))
        if (kind !== 'EventBridgeConfiguration' && Array.isArray(configurations) && configurations.length > 0)
          throw notCovered(`S3's ${kind}: send the bucket's events to EventBridge`);
      const { EventBridgeConfiguration } = notification;
      return configure(s3, input, context, {
        notification: EventBridgeConfiguration === undefined ? undefined : { EventBridgeConfiguration },
      });
    },
  });

export const getBucketNotificationConfiguration = (s3: S3) =>
  operation('s3', 'GetBucketNotificationConfiguration', {
    permissions: settingPermission('GetBucketNotification'),
    handle: (input, context) => ({ ...bucketRecord(s3, input, context).notification }),
  });
