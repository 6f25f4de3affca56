import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../kernel/cloud.ts';
import { type BusEvent, eventTime } from '../events/event.ts';
import type { BucketRecord, ObjectVersion } from './record.ts';
import type { S3 } from './s3.ts';

/** What happened, whether by S3 itself (a lifecycle rule, a restoration), and what the event tells of it. */
export type Cause = {
  readonly type:
    | 'Object Created'
    | 'Object Deleted'
    | 'Object Restore Initiated'
    | 'Object Restore Completed'
    | 'Object Storage Class Changed';
  readonly byS3: boolean;
  readonly detail: Readonly<Record<string, string>>;
};

/** Sends a version's event to EventBridge if the bucket says so, in AWS's form (EventBridge.html in S3's user guide). */
export function notify(
  s3: Pick<S3, 'emit'>,
  cloud: Pick<Cloud, 'account' | 'region'>,
  change: {
    readonly bucket: BucketRecord;
    readonly version: ObjectVersion;
    readonly cause: Cause;
    readonly requestId: string;
  },
): void {
  if (change.bucket.notification?.EventBridgeConfiguration === undefined) return;
  s3.emit(objectEvent(cloud, change));
}

function objectEvent(cloud: Pick<Cloud, 'account' | 'region'>, change: Parameters<typeof notify>[2]): BusEvent {
  const { bucket, version, cause, requestId } = change;
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': cause.type,
    source: 'aws.s3',
    account: cloud.account,
    time: eventTime(Math.max(version.lastModified, 0)),
    region: cloud.region,
    resources: [`arn:aws:s3:::${bucket.name}`],
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key: version.key,
        ...(!version.deleteMarker && cause.type !== 'Object Deleted' && { size: version.size }),
        ...(!version.deleteMarker && { etag: version.etag }),
        ...(version.versionId !== 'null' && { 'version-id': version.versionId }),
        sequencer: version.sequencer,
      },
      'request-id': requestId,
      requester: cause.byS3 ? 's3.amazonaws.com' : cloud.account,
      ...(!cause.byS3 && { 'source-ip-address': '127.0.0.1' }),
      ...cause.detail,
    },
  };
}
