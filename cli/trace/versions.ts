import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';

/** A version of a raw object, or the mark that it was deleted (`bytes` undefined). */
export type RawVersion = {
  readonly versionId: string | undefined;
  readonly bytes: number | undefined;
  /** Epoch ms. */
  readonly at: number;
  readonly isLatest: boolean;
};

const most = 100;

/** The newest versions of a key, newest first; none where it never was there. */
export async function readVersions(
  s3: Pick<S3Client, 'send'>,
  bucket: string,
  key: string,
): Promise<readonly RawVersion[]> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: key, MaxKeys: most }),
  );
  const all = [
    ...Versions.map((version) => ({ ...version, bytes: version.Size ?? 0 })),
    ...DeleteMarkers.map((marker) => ({ ...marker, bytes: undefined })),
  ];
  return all
    .filter(({ Key }) => Key === key)
    .map(({ VersionId, bytes, LastModified, IsLatest }) => ({
      versionId: VersionId === 'null' ? undefined : VersionId,
      bytes,
      at: LastModified?.getTime() ?? 0,
      isLatest: IsLatest === true,
    }))
    .toSorted((a, b) => Number(b.isLatest) - Number(a.isLatest) || b.at - a.at);
}
