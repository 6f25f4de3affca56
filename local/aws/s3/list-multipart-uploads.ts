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
        .sort(inOrder)
        .filter((upload) => isAfter(upload, input.KeyMarker ?? '', input.UploadIdMarker));
      const page = collapse(found, input.Prefix ?? '', input.Delimiter ?? '', max);
      const { Name: _asBucket, ...echoed } = echo(input, write);
      return {
        Bucket: bucket,
        ...echoed,
        KeyMarker: write(input.KeyMarker ?? ''),
        UploadIdMarker: input.UploadIdMarker ?? '',
        MaxUploads: max,
        IsTruncated: page.truncated,
        ...(page.truncated && {
          NextKeyMarker: write(page.lastKey),
          NextUploadIdMarker: page.uploads.at(-1)?.uploadId ?? '',
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

function inOrder(a: UploadRecord, b: UploadRecord): number {
  return compareKeys(a.key, b.key) || a.initiated - b.initiated || compareKeys(a.uploadId, b.uploadId);
}

function isAfter(upload: UploadRecord, keyMarker: string, uploadIdMarker: string | undefined): boolean {
  const order = compareKeys(upload.key, keyMarker);
  if (order !== 0 || uploadIdMarker === undefined) return order > 0;
  return compareKeys(upload.uploadId, uploadIdMarker) > 0;
}

type Shown = { readonly upload: UploadRecord; readonly commonPrefix: string | undefined };

/** Uploads whose keys share a prefix up to the delimiter count as one. */
function collapse(found: readonly UploadRecord[], prefix: string, delimiter: string, max: number) {
  const seen = new Set<string>();
  const shown: Shown[] = [];
  for (const upload of found) {
    const end = delimiter === '' ? -1 : upload.key.indexOf(delimiter, prefix.length);
    const commonPrefix = end < 0 ? undefined : upload.key.slice(0, end + delimiter.length);
    if (commonPrefix === undefined || !seen.has(commonPrefix)) shown.push({ upload, commonPrefix });
    seen.add(commonPrefix ?? '');
  }
  const page = shown.slice(0, max);
  return {
    uploads: page.flatMap(({ upload, commonPrefix }) => (commonPrefix === undefined ? [upload] : [])),
    prefixes: page.flatMap(({ commonPrefix }) => (commonPrefix === undefined ? [] : [commonPrefix])),
    truncated: shown.length > page.length,
    lastKey: page.at(-1)?.upload.key ?? '',
  };
}
