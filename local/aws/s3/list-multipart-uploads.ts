import { operation } from '../../kernel/operation.ts';
import { echo, pageSize } from './list-objects.ts';
import { keyWriter } from './listing.ts';
import { compareKeys } from './order.ts';
import { bucketOf, onBucket } from './permission.ts';
import type { UploadRecord } from './record.ts';
import type { S3 } from './s3.ts';

export const listMultipartUploads = (s3: S3) =>
  operation('s3', 'ListMultipartUploads', {
    permissions: (input) => [onBucket('ListBucketMultipartUploads', input.Bucket)],
    handle(input, context) {
      const bucket = s3.store.bucket(bucketOf(input, context)).name;
      const write = keyWriter(input.EncodingType);
      const max = pageSize(input.MaxUploads);
      const found = [...s3.store.uploads.values()]
        .filter((upload) => upload.bucket === bucket && upload.key.startsWith(input.Prefix ?? ''))
        .sort(inOrder);
      const page = readPage(found, input, max);
      const { Name: _asBucket, ...echoed } = echo(input, write);
      return {
        Bucket: bucket,
        ...echoed,
        KeyMarker: write(input.KeyMarker ?? ''),
        UploadIdMarker: input.UploadIdMarker ?? '',
        MaxUploads: max,
        IsTruncated: page.truncated,
        ...(page.truncated && {
          NextKeyMarker: write(page.nextKey),
          NextUploadIdMarker: page.nextUploadId,
        }),
        Uploads: page.uploads.map((upload) => ({
          Key: write(upload.key),
          UploadId: upload.uploadId,
          Initiated: new Date(upload.initiated),
          StorageClass: upload.attributes.storageClass,
          Owner: { ID: context.cloud.account },
          Initiator: { ID: context.cloud.account },
        })),
        ...(page.prefixes.length > 0 && { CommonPrefixes: page.prefixes.map((prefix) => ({ Prefix: write(prefix) })) }),
      };
    },
  });

/** By key, and then by time: an upload's id begins with its sequencer. */
function inOrder(a: UploadRecord, b: UploadRecord): number {
  return compareKeys(a.key, b.key) || compareKeys(a.uploadId, b.uploadId);
}

type PageRequest = {
  readonly Prefix?: string | undefined;
  readonly Delimiter?: string | undefined;
  readonly KeyMarker?: string | undefined;
  readonly UploadIdMarker?: string | undefined;
};

type Shown = { readonly upload: UploadRecord } | { readonly commonPrefix: string };

function readPage(found: readonly UploadRecord[], request: PageRequest, max: number) {
  const shown = collapse(found, request);
  const page = shown.slice(0, max);
  const last = page.at(-1);
  return {
    uploads: page.flatMap((each) => ('upload' in each ? [each.upload] : [])),
    prefixes: page.flatMap((each) => ('commonPrefix' in each ? [each.commonPrefix] : [])),
    truncated: max > 0 && shown.length > page.length,
    nextKey: last && 'upload' in last ? last.upload.key : (last?.commonPrefix ?? ''),
    nextUploadId: last && 'upload' in last ? last.upload.uploadId : '',
  };
}

/** Uploads after the marker; those whose keys share a prefix up to the delimiter count as one, and come once. */
function collapse(found: readonly UploadRecord[], request: PageRequest): readonly Shown[] {
  const { KeyMarker = '', UploadIdMarker = '' } = request;
  const shown = new Map<string, Shown>();
  for (const upload of found.filter((each) => isAfter(each, KeyMarker, UploadIdMarker))) {
    const commonPrefix = commonPrefixOf(upload.key, request);
    if (commonPrefix === undefined) shown.set(upload.uploadId, { upload });
    else if (commonPrefix !== KeyMarker) shown.set(commonPrefix, { commonPrefix });
  }
  return [...shown.values()];
}

function commonPrefixOf(key: string, { Prefix = '', Delimiter = '' }: PageRequest): string | undefined {
  const end = Delimiter === '' ? -1 : key.indexOf(Delimiter, Prefix.length);
  return end < 0 ? undefined : key.slice(0, end + Delimiter.length);
}

function isAfter(upload: UploadRecord, keyMarker: string, uploadIdMarker: string): boolean {
  const order = compareKeys(upload.key, keyMarker);
  if (order !== 0 || uploadIdMarker === '') return order > 0;
  return compareKeys(upload.uploadId, uploadIdMarker) > 0;
}
