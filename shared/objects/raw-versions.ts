import type { ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import type { Version } from './raw-object.ts';
import type { Key } from './source-object.ts';

/** One page of a listing of versions, as S3 gives it. */
export type ListVersions = (input: ListObjectVersionsCommandInput) => Promise<VersionsPage>;

type Listed = 'Versions' | 'DeleteMarkers' | 'IsTruncated' | 'NextKeyMarker' | 'NextVersionIdMarker';
type VersionsPage = Pick<ListObjectVersionsCommandOutput, Listed>;

/** All versions of a key, delete markers too. */
export async function versionsOf(list: ListVersions, { bucket, key }: Key): Promise<readonly Version[]> {
  const versions: Version[] = [];
  let marker: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> | undefined = {};
  while (marker !== undefined) {
    const page = await list({ Bucket: bucket, Prefix: key, ...marker });
    versions.push(...versionsIn(page, key));
    // Other keys that begin so come behind it.
    const goesOn: boolean = page.IsTruncated === true && page.NextKeyMarker === key;
    marker = goesOn ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker } : undefined;
  }
  return versions;
}

function versionsIn({ Versions = [], DeleteMarkers = [] }: VersionsPage, key: string): readonly Version[] {
  const contents = Versions.map((each) => ({ ...each, entityTag: each.ETag }));
  const markers = DeleteMarkers.map((each) => ({ ...each, entityTag: undefined }));
  return [...contents, ...markers]
    .filter((each) => each.Key === key)
    .map(({ VersionId: id, entityTag, IsLatest: isLatest = false }) => ({
      versionId: id === 'null' ? undefined : id,
      entityTag,
      isLatest,
    }));
}

export function newestOf(versions: readonly Version[]): Version | undefined {
  return versions.find(({ isLatest }) => isLatest);
}
