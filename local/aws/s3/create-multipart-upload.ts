import { randomBytes } from 'node:crypto';
import type { CreateMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import { operation } from '../../kernel/operation.ts';
import { readAttributes } from './attributes.ts';
import { encryptionFields } from './encryption.ts';
import { invalidRequest } from './fault.ts';
import { abortFields } from './lifecycle-due.ts';
import { bucketOf, keyOf, onObject } from './permission.ts';
import type { UploadRecord } from './record.ts';
import type { S3 } from './s3.ts';

export const createMultipartUpload = (s3: S3) =>
  operation('s3', 'CreateMultipartUpload', {
    permissions: (input) => [
      onObject('PutObject', input, { 's3:x-amz-server-side-encryption': input.ServerSideEncryption }),
      ...(input.Tagging === undefined ? [] : [onObject('PutObjectTagging', input)]),
    ],
    handle(input, context) {
      const bucket = s3.store.bucket(bucketOf(input, context));
      const key = keyOf(input);
      const upload: UploadRecord = {
        uploadId: `${s3.store.nextSequencer()}${randomBytes(36).toString('base64url')}`,
        bucket: bucket.name,
        key,
        initiated: context.cloud.clock.now(),
        attributes: readAttributes(input, bucket, context.http?.headers.expires),
        ...readChecksum(input),
      };
      s3.store.uploads.put(upload.uploadId, upload);
      return {
        Bucket: bucket.name,
        Key: key,
        UploadId: upload.uploadId,
        ...encryptionFields(upload.attributes.encryption),
        ...abortFields(bucket, upload),
        ...(upload.checksumAlgorithm && {
          ChecksumAlgorithm: upload.checksumAlgorithm,
          ChecksumType: upload.checksumType,
        }),
      };
    },
  });

type ChecksumInput = Pick<CreateMultipartUploadCommandInput, 'ChecksumAlgorithm' | 'ChecksumType'>;

/** Which types an algorithm can have: S3's user guide, "Checking object integrity". Without a name, S3 has CRC64NVME of the whole. */
function readChecksum({ ChecksumAlgorithm, ChecksumType }: ChecksumInput) {
  if (ChecksumAlgorithm === undefined && ChecksumType !== undefined)
    throw invalidRequest('The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.');
  if (ChecksumAlgorithm === undefined) return { checksumType: 'FULL_OBJECT' as const };
  const isOfWhole = ChecksumAlgorithm === 'CRC64NVME';
  const checksumType = ChecksumType ?? (isOfWhole ? 'FULL_OBJECT' : 'COMPOSITE');
  if (checksumType === 'FULL_OBJECT' ? !ChecksumAlgorithm.startsWith('CRC') : isOfWhole)
    throw invalidRequest(
      `The ${checksumType} checksum type cannot be used with the ${ChecksumAlgorithm.toLowerCase()} checksum algorithm.`,
    );
  return { checksumAlgorithm: ChecksumAlgorithm, checksumType };
}
