/** One version of an object, as a listing tells of it. */
export type ListedObject = {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly size: number;
  readonly storageClass: string;
  /** A copy of an archived object can be read for some days; its storage class stays what it is. */
  readonly isRestored?: boolean;
};

/** S3's `Object Created` for an object that has been there for long, as its queue got it when it was new; `run` says why it comes now. */
export function objectCreatedAgain(
  { bucket, key, versionId, size }: Omit<ListedObject, 'storageClass' | 'isRestored'>,
  run: string,
) {
  return {
    version: '0',
    id: `replay-${run}`,
    source: 'aws.s3',
    'detail-type': 'Object Created',
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, ...(versionId === 'null' ? {} : { 'version-id': versionId }) },
      reason: 'Replay',
    },
  };
}

/** Archived objects have to be restored before anybody can read them. */
export function isArchived({ storageClass, isRestored }: Pick<ListedObject, 'storageClass' | 'isRestored'>): boolean {
  return (storageClass === 'GLACIER' || storageClass === 'DEEP_ARCHIVE') && isRestored !== true;
}
