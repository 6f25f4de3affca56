import { notCovered } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { hasArchiveClass, invalidObjectState } from './archive.ts';
import { notify } from './event.ts';
import { malformedXml } from './fault.ts';
import { findObject } from './find-object.ts';
import { dueAfter } from './lifecycle-due.ts';
import { bucketOf, keyOf, onObject } from './permission.ts';
import type { BucketRecord, StoredObject } from './record.ts';
import type { S3 } from './s3.ts';
import { given } from './setting.ts';

/** On AWS a restoration takes minutes to days; here it is there at once. */
export const restoreObject = (s3: S3) =>
  operation('s3', 'RestoreObject', {
    permissions: (input) => [onObject('RestoreObject', input)],
    handle(input, context) {
      const request = given(input.RestoreRequest, 'RestoreRequest');
      if (request.Type !== undefined || request.SelectParameters || request.OutputLocation)
        throw notCovered("S3's select on archived objects");
      const days = readDays(request.Days);
      const bucket = s3.store.bucket(bucketOf(input, context));
      const target = { bucket: bucket.name, key: keyOf(input), versionId: input.VersionId };
      const object = findObject(s3, context, target);
      if (!hasArchiveClass(object.storageClass)) throw invalidObjectState(object.storageClass);
      const now = context.cloud.clock.now();
      const restored = { ...object, restoredUntil: dueAfter(now, days) };
      s3.store.index(bucket.name).put(restored);
      const isRestored = (object.restoredUntil ?? 0) > now;
      if (!isRestored) tell(s3, context, bucket, restored);
      return { RestoreOutputPath: undefined, HttpStatus: isRestored ? 200 : 202 };
    },
  });

function tell(s3: S3, { cloud, requestId }: Context, bucket: BucketRecord, version: StoredObject): void {
  const detail = { 'source-storage-class': version.storageClass };
  const completed = { ...detail, 'restore-expiry-time': new Date(version.restoredUntil ?? 0).toISOString() };
  const change = { bucket, version, requestId };
  notify(s3, cloud, { ...change, cause: { type: 'Object Restore Initiated', byS3: false, detail } });
  notify(s3, cloud, { ...change, cause: { type: 'Object Restore Completed', byS3: true, detail: completed } });
}

function readDays(days: number | undefined): number {
  if (days === undefined || !Number.isInteger(days) || days < 1) throw malformedXml('Days is a positive integer');
  return days;
}
