import type { ListObjectVersionsCommandInput, ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import type { Version } from './raw-object.ts';
import type { Key } from './source-object.ts';

/** One page of a listing of versions, as S3 gives it. */
export type ListVersions = (input: ListObjectVersionsCommandInput) => Promise<VersionsPage>;

type Listed = 'Versions' | 'DeleteMarkers' | 'IsTruncated' | 'NextKeyMarker' | 'NextVersionIdMarker';
type VersionsPage = Pick<ListObjectVersionsCommandOutput, Listed>;

export type KeyVersion = Version & { readonly key: string };

/** All versions of a key, delete markers too. */
export async function versionsOf(list: ListVersions, { bucket, key }: Key): Promise<readonly Version[]> {
  const versions: Version[] = [];
  for await (const each of versionsUnder(list, bucket, key)) {
    // Other keys that begin so come behind it.
    if (each.key !== key) break;
    versions.push(each);
  }
  return versions;
}

/** All versions of all keys that begin so, by key. */
export async function* versionsUnder(list: ListVersions, bucket: string, prefix: string): AsyncGenerator<KeyVersion> {
  let marker: Pick<ListObjectVersionsCommandInput, 'KeyMarker' | 'VersionIdMarker'> | undefined = {};
  while (marker !== undefined) {
    const page: VersionsPage = await list({ Bucket: bucket, Prefix: prefix, ...marker });
    yield* versionsIn(page);
    marker =
      page.IsTruncated === true
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : undefined;
  }
}

/** Contents and delete markers are listed apart, each by key. */
function versionsIn({ Versions = [], DeleteMarkers = [] }: VersionsPage): readonly KeyVersion[] {
  const contents = Versions.map((each) => ({ ...each, entityTag: each.ETag }));
  const markers = DeleteMarkers.map((each) => ({ ...each, entityTag: undefined }));
  return [...contents, ...markers]
    .map(({ Key: key = '', VersionId: id, entityTag, IsLatest: isLatest = false, LastModified: at }) => ({
      key,
      versionId: id === 'null' ? undefined : id,
      entityTag,
      isLatest,
      modifiedAt: at?.getTime() ?? 0,
    }))
    .toSorted((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)));
}

export function newestOf(versions: readonly Version[]): Version | undefined {
  return versions.find(({ isLatest }) => isLatest);
}
