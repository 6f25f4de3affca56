import { randomBytes } from 'node:crypto';
import { invalidArgument } from './fault.ts';
import type { BucketRecord, ObjectVersion } from './record.ts';

/** A version's name: `null` unless versioning is on when it is written. */
export function newVersionId({ versioning }: BucketRecord): string {
  if (versioning !== 'Enabled') return 'null';
  return randomBytes(24).toString('base64url').replaceAll('-', '.');
}

/** Throws InvalidArgument for an id that S3 never gave out; of one that it might have given, only the version can be missing. */
export function checkVersionId(versionId: string | undefined): void {
  if (versionId === undefined || isVersionId(versionId)) return;
  const message = versionId === '' ? 'Version id cannot be the empty string' : 'Invalid version id specified';
  throw invalidArgument(message, 'versionId', versionId);
}

export function isVersionId(text: string): boolean {
  return text === 'null' || /^[A-Za-z0-9._]{32}$/.test(text);
}

/** Answers name a version, be it `null`, once its bucket has or had versions. */
export function versionField({ versioning }: BucketRecord, { versionId }: Pick<ObjectVersion, 'versionId'>) {
  return versioning === undefined ? {} : { VersionId: versionId };
}
