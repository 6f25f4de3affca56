import { randomBytes } from 'node:crypto';
import { operation } from '../../kernel/operation.ts';
import { readAttributes } from './attributes.ts';
import { encryptionFields } from './describe-object.ts';
import { invalidRequest } from './fault.ts';
import { bucketOf, keyOf, onObject } from './permission.ts';
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
      const attributes = readAttributes(input, bucket);
      const uploadId = randomBytes(48).toString('base64url');
      const algorithm = input.ChecksumAlgorithm ?? 'CRC64NVME';
      const checksumType = input.ChecksumType ?? (algorithm === 'CRC64NVME' ? 'FULL_OBJECT' : 'COMPOSITE');
      if (checksumType === 'FULL_OBJECT' && !algorithm.startsWith('CRC'))
        throw invalidRequest(`The FULL_OBJECT checksum type cannot be used with the ${algorithm} checksum algorithm.`);
      s3.store.uploads.put(uploadId, {
        uploadId,
        bucket: bucket.name,
        key,
        initiated: context.cloud.clock.now(),
        attributes,
        checksumAlgorithm: algorithm,
        checksumType,
      });
      return {
        Bucket: bucket.name,
        Key: key,
        UploadId: uploadId,
        ...encryptionFields(attributes.encryption),
        ...(input.ChecksumAlgorithm !== undefined && { ChecksumAlgorithm: algorithm, ChecksumType: checksumType }),
      };
    },
  });
