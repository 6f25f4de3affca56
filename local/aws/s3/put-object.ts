import { operation } from '../../kernel/operation.ts';
import { readAttributes } from './attributes.ts';
import { checksumFields, statedIn } from './checksum-fields.ts';
import { writeCheck } from './condition.ts';
import { encryptionFields } from './encryption.ts';
import { incoming } from './incoming.ts';
import { expirationField } from './lifecycle-due.ts';
import { bucketOf, keyOf, onObject } from './permission.ts';
import { receiveChecked } from './receive-checked.ts';
import type { S3 } from './s3.ts';
import { versionField } from './version-id.ts';
import { writeObject } from './write-object.ts';

export const putObject = (s3: S3) =>
  operation('s3', 'PutObject', {
    permissions: (input) => [
      onObject('PutObject', input, {
        's3:x-amz-server-side-encryption': input.ServerSideEncryption,
        's3:x-amz-server-side-encryption-aws-kms-key-id': input.SSEKMSKeyId,
        's3:x-amz-storage-class': input.StorageClass,
      }),
      ...(input.Tagging === undefined ? [] : [onObject('PutObjectTagging', input)]),
    ],
    async handle(input, context) {
      const bucket = s3.store.bucket(bucketOf(input, context));
      const key = keyOf(input);
      const attributes = readAttributes(input, bucket, context.http?.headers.expires);
      const check = writeCheck(input);
      check(s3.store.index(bucket.name).newest(key));
      const body = incoming(input.Body, context);
      const path = s3.store.temporaryFile();
      const { received, checksum } = await receiveChecked(body, path, {
        stated: statedIn(input),
        algorithm: input.ChecksumAlgorithm,
        contentMd5: input.ContentMD5,
      });
      const object = writeObject(s3, context.cloud, {
        bucket: bucket.name,
        key,
        path,
        attributes,
        check,
        content: { size: received.size, etag: received.etag, ...(checksum && { checksum }) },
        reason: 'PutObject',
        requestId: context.requestId,
      });
      return {
        ETag: `"${object.etag}"`,
        ...versionField(bucket, object),
        ...expirationField(bucket, object),
        ...encryptionFields(object.encryption),
        ...checksumFields(object.checksum),
      };
    },
  });
