import { operation } from '../../kernel/operation.ts';
import { checksumFields } from './checksum-fields.ts';
import { invalidArgument } from './fault.ts';
import { findObject } from './find-object.ts';
import { bucketOf, keyOf, onObject } from './permission.ts';
import type { StoredObject } from './record.ts';
import type { S3 } from './s3.ts';

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
      const object = findObject(s3, context, {
        bucket: bucketOf(input, context),
        key: keyOf(input),
        versionId: input.VersionId,
      });
      return {
        LastModified: new Date(object.lastModified),
        ...(object.versionId !== 'null' && { VersionId: object.versionId }),
        ...(wanted.has('ETag') && { ETag: object.etag }),
        ...(wanted.has('ObjectSize') && { ObjectSize: object.size }),
        ...(wanted.has('StorageClass') && { StorageClass: object.storageClass }),
        ...(wanted.has('Checksum') && object.checksum && { Checksum: checksumFields(object.checksum) }),
        ...(wanted.has('ObjectParts') && object.parts && { ObjectParts: partsField(object.parts) }),
      };
    },
  });

function partsField(parts: NonNullable<StoredObject['parts']>) {
  return {
    TotalPartsCount: parts.length,
    MaxParts: 1000,
    IsTruncated: false,
    Parts: parts.map((part) => {
      const { ChecksumType: _ofTheUpload, ...checksum } = checksumFields(part.checksum);
      return { PartNumber: part.number, Size: part.size, ...checksum };
    }),
  };
}
