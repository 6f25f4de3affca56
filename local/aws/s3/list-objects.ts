import { type Context, operation } from '../../kernel/operation.ts';
import { restoreStatus } from './archive.ts';
import { invalidArgument } from './fault.ts';
import { keyWriter, type ListEntry, type ListPage, listKeys } from './listing.ts';
import type { ObjectIndex } from './object-index.ts';
import { bucketOf, onBucket } from './permission.ts';
import type { StoredObject } from './record.ts';
import type { S3 } from './s3.ts';

const maxPage = 1000;

type ListInput = {
  readonly Bucket?: string | undefined;
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly MaxKeys?: number | undefined;
};

export const listObjectsV2 = (s3: S3) =>
  operation('s3', 'ListObjectsV2', {
    permissions: (input) => [listPermission(input)],
    handle(input, context) {
      const index = s3.store.index(bucketOf(input, context));
      const write = keyWriter(input.EncodingType);
      const token = input.ContinuationToken;
      const page = readPage(index, input, token === undefined ? input.StartAfter : readToken(token));
      const owner = input.FetchOwner === true ? context.cloud.account : undefined;
      return {
        ...echo(input, write),
        ...contents(page.entries, index, write, describing(input, context, owner)),
        IsTruncated: page.truncated,
        KeyCount: page.entries.length,
        MaxKeys: pageSize(input.MaxKeys),
        ...(input.StartAfter !== undefined && { StartAfter: write(input.StartAfter) }),
        ...(token !== undefined && { ContinuationToken: token }),
        ...(page.truncated && { NextContinuationToken: writeToken(page.last ?? '') }),
      };
    },
  });

export const listObjects = (s3: S3) =>
  operation('s3', 'ListObjects', {
    permissions: (input) => [listPermission(input)],
    handle(input, context) {
      const listType = context.http?.query.get('list-type');
      if (listType) throw invalidArgument('Invalid List Type specified in Request', 'list-type', listType);
      const index = s3.store.index(bucketOf(input, context));
      const write = keyWriter(input.EncodingType);
      const page = readPage(index, input, input.Marker);
      return {
        ...echo(input, write),
        ...contents(page.entries, index, write, describing(input, context, context.cloud.account)),
        IsTruncated: page.truncated,
        MaxKeys: pageSize(input.MaxKeys),
        Marker: write(input.Marker ?? ''),
        ...(page.truncated && input.Delimiter && { NextMarker: write(page.last ?? '') }),
      };
    },
  });

function readPage(index: ObjectIndex, { Prefix = '', Delimiter = '', MaxKeys }: ListInput, after = ''): ListPage {
  const request = { prefix: Prefix, delimiter: Delimiter, after, max: pageSize(MaxKeys) };
  return listKeys(index.keys, request, (key) => index.newest(key)?.deleteMarker !== true);
}

export function listPermission(input: ListInput, action = 'ListBucket') {
  return onBucket(action, input.Bucket, {
    's3:prefix': input.Prefix ?? '',
    's3:delimiter': input.Delimiter,
    's3:max-keys': input.MaxKeys?.toString(),
  });
}

export function pageSize(maxKeys: number | undefined): number {
  return Math.min(maxKeys ?? maxPage, maxPage);
}

/** What every listing repeats of its request. */
export function echo(input: ListInput & { readonly EncodingType?: 'url' | undefined }, write: (key: string) => string) {
  return {
    Name: input.Bucket,
    Prefix: write(input.Prefix ?? ''),
    ...(input.Delimiter && { Delimiter: write(input.Delimiter) }),
    ...(input.EncodingType !== undefined && { EncodingType: input.EncodingType }),
  };
}

function contents(
  entries: readonly ListEntry[],
  index: ObjectIndex,
  write: (key: string) => string,
  describe: (object: StoredObject) => Listed,
) {
  const Contents = entries.flatMap((entry) => {
    const newest = 'key' in entry ? index.newest(entry.key) : undefined;
    return newest && !newest.deleteMarker ? [{ Key: write(newest.key), ...describe(newest) }] : [];
  });
  const CommonPrefixes = entries.flatMap((entry) =>
    'commonPrefix' in entry ? [{ Prefix: write(entry.commonPrefix) }] : [],
  );
  return { ...(Contents.length > 0 && { Contents }), ...(CommonPrefixes.length > 0 && { CommonPrefixes }) };
}

type Listed = ReturnType<ReturnType<typeof describing>>;

/** What a listing tells of an object beside its key. */
function describing(
  { OptionalObjectAttributes = [] }: { readonly OptionalObjectAttributes?: readonly string[] | undefined },
  { cloud }: Context,
  owner: string | undefined,
) {
  const tellsRestore = OptionalObjectAttributes.includes('RestoreStatus');
  return (object: StoredObject) => ({
    LastModified: new Date(object.lastModified),
    ETag: `"${object.etag}"`,
    Size: object.size,
    StorageClass: object.storageClass,
    ...(owner !== undefined && { Owner: { ID: owner } }),
    ...listedChecksum(object),
    ...(tellsRestore && restoreStatus(object, cloud.clock.now())),
  });
}

/** With what an object's checksum was made, as every listing tells it. */
export function listedChecksum({ checksum }: StoredObject) {
  return checksum && { ChecksumAlgorithm: [checksum.algorithm], ChecksumType: checksum.type };
}

/** A token says where to go on, and only this service reads it. */
function writeToken(last: string): string {
  return Buffer.from(`1:${last}`).toString('base64');
}

function readToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString();
  if (!text.startsWith('1:'))
    throw invalidArgument('The continuation token provided is incorrect', 'continuation-token', token);
  return text.slice(2);
}
