import { operation } from '../../kernel/operation.ts';
import { checksumFields, partChecksumFields } from './checksum-fields.ts';
import { invalidArgument } from './fault.ts';
import { findObject } from './find-object.ts';
import { pageSize } from './list-objects.ts';
import { bucketOf, keyOf, onObject } from './permission.ts';
import type { StoredObject } from './record.ts';
import type { S3 } from './s3.ts';
import { versionField } from './version-id.ts';

export const getObjectAttributes = (s3: S3) =>
  operation('s3', 'GetObjectAttributes', {
    permissions: (input) =>
      input.VersionId === undefined
        ? [onObject('GetObject', input), onObject('GetObjectAttributes', input)]
        : [onObject('GetObjectVersion', input), onObject('GetObjectVersionAttributes', input)],
    handle(input, context) {
      const wanted = new Set<string>(input.ObjectAttributes ?? []);
      if (wanted.size === 0)
        throw invalidArgument('Select at least one attribute', 'x-amz-object-attributes', undefined);
      const bucket = s3.store.bucket(bucketOf(input, context));
      const target = { bucket: bucket.name, key: keyOf(input), versionId: input.VersionId };
      const object = findObject(s3, context, target);
      return {
        LastModified: new Date(object.lastModified),
        ...versionField(bucket, object),
        ...(wanted.has('ETag') && { ETag: object.etag }),
        ...(wanted.has('ObjectSize') && { ObjectSize: object.size }),
        ...(wanted.has('StorageClass') && { StorageClass: object.storageClass }),
        ...(wanted.has('Checksum') && object.checksum && { Checksum: checksumFields(object.checksum) }),
        ...(wanted.has('ObjectParts') && object.parts && { ObjectParts: partsField(object.parts, input) }),
      };
    },
  });

type PageInput = { readonly MaxParts?: number | undefined; readonly PartNumberMarker?: string | undefined };

/** A page of the parts; S3 keeps them one by one only where the upload named a checksum. */
function partsField(parts: NonNullable<StoredObject['parts']>, { MaxParts, PartNumberMarker }: PageInput) {
  const marker = Number(PartNumberMarker ?? 0);
  const rest = parts.filter(({ number }) => number > marker);
  const page = rest.slice(0, pageSize(MaxParts));
  const shown = page.filter(({ checksum }) => checksum !== undefined);
  return {
    TotalPartsCount: parts.length,
    PartNumberMarker: String(marker),
    NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
    MaxParts: pageSize(MaxParts),
    IsTruncated: rest.length > page.length,
    ...(shown.length > 0 && {
      Parts: shown.map((part) => ({
        PartNumber: part.number,
        Size: part.size,
        ...partChecksumFields(part.checksum),
      })),
    }),
  };
}
