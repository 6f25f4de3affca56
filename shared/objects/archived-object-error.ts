import type { SourceObject } from './source-object.ts';

/** An object lies in an archive class: nothing is wrong with it, and nothing of it is rejected, but somebody has to restore it first. */
export class ArchivedObjectError extends Error {
  override readonly name = 'ArchivedObjectError';
  readonly code = 'ARCHIVED_OBJECT';

  constructor({ bucket, key, versionId }: SourceObject, cause: unknown) {
    const version = versionId === undefined ? '' : ` --version-id ${versionId}`;
    super(
      `s3://${bucket}/${key} is archived. Restore it for a week (aws s3api restore-object --bucket ${bucket} --key '${key}'${version} --restore-request Days=7), wait until that is done, some hours, then lake replay dead-letters --go`,
      { cause },
    );
  }
}
