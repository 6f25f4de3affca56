import { AwsError } from '../../kernel/error.ts';
import type { StoredObject } from './record.ts';

type Archived = Pick<StoredObject, 'storageClass' | 'restoredUntil'>;

/** Whether an object's bytes are in an archive and not restored: readers are refused, query engines skip it. */
export function isArchived({ storageClass, restoredUntil = 0 }: Archived, now: number): boolean {
  return hasArchiveClass(storageClass) && restoredUntil <= now;
}

export function hasArchiveClass(storageClass: string): boolean {
  return storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE';
}

export function refuseArchived(object: Archived, now: number): void {
  if (isArchived(object, now)) throw invalidObjectState(object.storageClass);
}

export function invalidObjectState(storageClass: string): AwsError {
  const message = "The operation is not valid for the object's storage class";
  return new AwsError('InvalidObjectState', message, 403, { StorageClass: storageClass });
}

export function refuseArchivedSource(object: Archived, now: number): void {
  if (isArchived(object, now))
    throw new AwsError(
      'ObjectNotInActiveTierError',
      'The source object of the COPY operation is not in the active tier and is only stored in Amazon S3 Glacier.',
      403,
    );
}

/** How answers tell of a restored copy; here a restoration takes no time. */
export function restoreField({ restoredUntil = 0 }: Archived, now: number) {
  if (restoredUntil <= now) return {};
  return { Restore: `ongoing-request="false", expiry-date="${new Date(restoredUntil).toUTCString()}"` };
}

export function restoreStatus({ restoredUntil = 0 }: Archived, now: number) {
  if (restoredUntil <= now) return {};
  return { RestoreStatus: { IsRestoreInProgress: false, RestoreExpiryDate: new Date(restoredUntil) } };
}
