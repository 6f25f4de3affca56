import { operation } from '../../kernel/operation.ts';
import { partChecksumFields } from './checksum-fields.ts';
import { abortFields } from './lifecycle-due.ts';
import { pageSize } from './list-objects.ts';
import { findUpload, partsOf } from './multipart.ts';
import { onObject } from './permission.ts';
import type { S3 } from './s3.ts';

export const listParts = (s3: S3) =>
  operation('s3', 'ListParts', {
    permissions: (input) => [onObject('ListMultipartUploadParts', input)],
    handle(input, context) {
      const upload = findUpload(s3, input, context);
      const marker = Number(input.PartNumberMarker ?? 0);
      const max = pageSize(input.MaxParts);
      const rest = partsOf(s3, upload.uploadId).filter((part) => part.number > marker);
      const page = rest.slice(0, max);
      return {
        Bucket: upload.bucket,
        Key: upload.key,
        UploadId: upload.uploadId,
        PartNumberMarker: String(marker),
        MaxParts: max,
        IsTruncated: rest.length > page.length,
        NextPartNumberMarker: String(page.at(-1)?.number ?? 0),
        StorageClass: upload.attributes.storageClass,
        Owner: { ID: context.cloud.account },
        Initiator: { ID: context.cloud.account },
        ...abortFields(s3.store.bucket(upload.bucket), upload),
        ...(upload.checksumAlgorithm && {
          ChecksumAlgorithm: upload.checksumAlgorithm,
          ChecksumType: upload.checksumType,
        }),
        Parts: page.map((part) => ({
          PartNumber: part.number,
          Size: part.size,
          ETag: `"${part.etag}"`,
          LastModified: new Date(part.lastModified),
          ...partChecksumFields(part.checksum),
        })),
      };
    },
  });
