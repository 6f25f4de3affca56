import { operation } from '../../kernel/operation.ts';
import { echo, listPermission, pageSize } from './list-objects.ts';
import { keyWriter, listKeys } from './listing.ts';
import type { ObjectIndex } from './object-index.ts';
import { bucketOf } from './permission.ts';
import type { ObjectVersion } from './record.ts';
import type { S3 } from './s3.ts';

type Page = {
  readonly versions: readonly ObjectVersion[];
  readonly prefixes: readonly string[];
  readonly next?: { readonly key: string; readonly versionId?: string };
};

export const listObjectVersions = (s3: S3) =>
  operation('s3', 'ListObjectVersions', {
    permissions: (input) => [listPermission(input, 'ListBucketVersions')],
    handle(input, context) {
      const index = s3.store.index(bucketOf(input, context));
      const write = keyWriter(input.EncodingType);
      const max = pageSize(input.MaxKeys);
      const page = readPage(index, { ...input, max });
      const isLatest = (version: ObjectVersion) => index.newest(version.key)?.versionId === version.versionId;
      const common = (version: ObjectVersion) => ({
        Key: write(version.key),
        VersionId: version.versionId,
        IsLatest: isLatest(version),
        LastModified: new Date(version.lastModified),
        Owner: { ID: context.cloud.account },
      });
      return {
        ...echo(input, write),
        KeyMarker: write(input.KeyMarker ?? ''),
        VersionIdMarker: input.VersionIdMarker ?? '',
        MaxKeys: max,
        IsTruncated: page.next !== undefined,
        ...(page.next && {
          NextKeyMarker: write(page.next.key),
          ...(page.next.versionId !== undefined && { NextVersionIdMarker: page.next.versionId }),
        }),
        Versions: page.versions.flatMap((version) =>
          version.deleteMarker
            ? []
            : [
                {
                  ...common(version),
                  ETag: `"${version.etag}"`,
                  Size: version.size,
                  StorageClass: 'STANDARD' as const,
                },
              ],
        ),
        DeleteMarkers: page.versions.flatMap((version) => (version.deleteMarker ? [common(version)] : [])),
        ...(page.prefixes.length > 0 && { CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: write(prefix) })) }),
      };
    },
  });

type PageRequest = {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly KeyMarker?: string | undefined;
  readonly VersionIdMarker?: string | undefined;
  readonly max: number;
};

function readPage(index: ObjectIndex, request: PageRequest): Page {
  const { KeyMarker = '', VersionIdMarker = '', max } = request;
  const rest = VersionIdMarker === '' ? [] : versionsAfter(index, KeyMarker, VersionIdMarker);
  const listed = listKeys(
    index.keys,
    { prefix: request.Prefix ?? '', delimiter: request.Delimiter ?? '', after: KeyMarker, max },
    () => true,
  );
  const versions: ObjectVersion[] = [];
  const prefixes: string[] = [];
  let last = { key: KeyMarker, versionId: VersionIdMarker };
  const full = () => versions.length + prefixes.length >= max;
  const take = (candidates: readonly ObjectVersion[]) => {
    const room = candidates.slice(0, max - versions.length - prefixes.length);
    versions.push(...room);
    const end = room.at(-1);
    if (end) last = end;
    return room.length === candidates.length;
  };
  if (!take(rest)) return { versions, prefixes, next: last };
  for (const entry of listed.entries) {
    if (full()) return { versions, prefixes, next: markerOf(last) };
    if ('commonPrefix' in entry) {
      prefixes.push(entry.commonPrefix);
      last = { key: entry.commonPrefix, versionId: '' };
    } else if (!take(index.versions(entry.key))) return { versions, prefixes, next: last };
  }
  return { versions, prefixes, ...(listed.truncated && { next: markerOf(last) }) };
}

function versionsAfter(index: ObjectIndex, key: string, versionId: string): readonly ObjectVersion[] {
  const versions = index.versions(key);
  return versions.slice(versions.findIndex((version) => version.versionId === versionId) + 1);
}

function markerOf({ key, versionId }: { readonly key: string; readonly versionId: string }) {
  return versionId === '' ? { key } : { key, versionId };
}
