import type { ObjectVersionStorageClass } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { invalidArgument } from './fault.ts';
import { echo, listedChecksum, listPermission, pageSize } from './list-objects.ts';
import { keyWriter, listKeys } from './listing.ts';
import type { ObjectIndex } from './object-index.ts';
import { bucketOf } from './permission.ts';
import type { ObjectVersion, StoredObject } from './record.ts';
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
      if (input.VersionIdMarker !== undefined && input.KeyMarker === undefined)
        throw invalidArgument(
          'A version-id marker cannot be specified without a key marker.',
          'version-id-marker',
          input.VersionIdMarker,
        );
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
          version.deleteMarker ? [] : [{ ...common(version), ...describe(version) }],
        ),
        DeleteMarkers: page.versions.flatMap((version) => (version.deleteMarker ? [common(version)] : [])),
        ...(page.prefixes.length > 0 && { CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: write(prefix) })) }),
      };
    },
  });

function describe(object: StoredObject) {
  return {
    ETag: `"${object.etag}"`,
    Size: object.size,
    ...listedChecksum(object),
    ...(isListed(object.storageClass) && { StorageClass: object.storageClass }),
  };
}

/** The API's model knows STANDARD alone; S3 answers with the class that the version has. */
function isListed(_storageClass: string): _storageClass is ObjectVersionStorageClass {
  return true;
}

type PageRequest = {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly KeyMarker?: string | undefined;
  readonly VersionIdMarker?: string | undefined;
  readonly max: number;
};

type Item = { readonly version: ObjectVersion } | { readonly commonPrefix: string };

/** One item more than the page holds tells whether there is a next one. */
function readPage(index: ObjectIndex, request: PageRequest): Page {
  const items: Item[] = [];
  for (const item of walkVersions(index, request)) {
    items.push(item);
    if (items.length > request.max) break;
  }
  const shown = items.slice(0, request.max);
  const last = shown.at(-1);
  return {
    versions: shown.flatMap((item) => ('version' in item ? [item.version] : [])),
    prefixes: shown.flatMap((item) => ('commonPrefix' in item ? [item.commonPrefix] : [])),
    ...(items.length > shown.length && last && { next: markerOf(last) }),
  };
}

function* walkVersions(index: ObjectIndex, request: PageRequest): Generator<Item> {
  const { Prefix: prefix = '', Delimiter: delimiter = '', KeyMarker: after = '', VersionIdMarker = '', max } = request;
  if (VersionIdMarker !== '') for (const version of versionsAfter(index, after, VersionIdMarker)) yield { version };
  const { entries } = listKeys(index.keys, { prefix, delimiter, after, max: max + 1 }, () => true);
  for (const entry of entries) {
    if ('commonPrefix' in entry) yield entry;
    else for (const version of index.versions(entry.key)) yield { version };
  }
}

function markerOf(item: Item): NonNullable<Page['next']> {
  if ('commonPrefix' in item) return { key: item.commonPrefix };
  return { key: item.version.key, versionId: item.version.versionId };
}

function versionsAfter(index: ObjectIndex, key: string, versionId: string): readonly ObjectVersion[] {
  const versions = index.versions(key);
  return versions.slice(versions.findIndex((version) => version.versionId === versionId) + 1);
}
