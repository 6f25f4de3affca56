import type { CompleteMultipartUploadCommandInput } from '@aws-sdk/client-s3';
import { type Context, operation } from '../../kernel/operation.ts';
import { bareEtag } from './attributes.ts';
import { checksumFields, statedIn } from './checksum-fields.ts';
import { chooseParts } from './choose-parts.ts';
import { writeCheck } from './condition.ts';
import { encryptionFields } from './encryption.ts';
import { badDigest, invalidRequest } from './fault.ts';
import { joinedEtag, joinParts } from './join-parts.ts';
import { expirationField } from './lifecycle-due.ts';
import { findUpload, forgetUpload, partsOf } from './multipart.ts';
import { bucketOf, keyOf, onObject, required } from './permission.ts';
import type { ChecksumRecord, PartRecord, StoredObject, UploadedPart, UploadRecord } from './record.ts';
import type { S3 } from './s3.ts';
import { versionField } from './version-id.ts';
import { writeObject } from './write-object.ts';

type Input = CompleteMultipartUploadCommandInput;

export const completeMultipartUpload = (s3: S3) =>
  operation('s3', 'CompleteMultipartUpload', {
    permissions: (input) => [onObject('PutObject', input)],
    async handle(input, context) {
      const before = completedBefore(s3, input, context);
      if (before) return answer(s3, input, context, before);
      const upload = findUpload(s3, input, context);
      const parts = chooseParts(upload, partsOf(s3, upload.uploadId), input.MultipartUpload?.Parts ?? []);
      const check = writeCheck(input);
      check(s3.store.index(upload.bucket).newest(upload.key));
      const { path, size, checksum } = await joinParts(s3, upload, parts);
      checkWhole(input, upload, { size, checksum });
      findUpload(s3, input, context);
      const { uploadId, bucket, key, attributes } = upload;
      const object = writeObject(s3, context.cloud, {
        bucket,
        key,
        path,
        attributes,
        check,
        content: {
          size,
          etag: joinedEtag(parts.map(({ etag }) => etag)),
          checksum,
          parts: records(upload, parts),
          uploadId,
        },
        reason: 'CompleteMultipartUpload',
        requestId: context.requestId,
      });
      forgetUpload(s3, uploadId);
      return answer(s3, input, context, object);
    },
  });

/** A client that did not hear the answer asks again, and gets it: the object knows which upload it came from. */
function completedBefore(s3: S3, input: Input, context: Context): StoredObject | undefined {
  const uploadId = required(input.UploadId, 'UploadId');
  const etag = joinedEtag((input.MultipartUpload?.Parts ?? []).map(({ ETag = '-' }) => bareEtag(ETag)));
  for (const version of s3.store.index(bucketOf(input, context)).versions(keyOf(input)))
    if (!version.deleteMarker && version.uploadId === uploadId && version.etag === etag) return version;
  return undefined;
}

function answer(s3: S3, input: Input, context: Context, object: StoredObject) {
  const bucket = s3.store.bucket(bucketOf(input, context));
  return {
    Bucket: bucket.name,
    Key: object.key,
    ETag: `"${object.etag}"`,
    Location: `${context.cloud.endpoint}/${bucket.name}/${encodeURIComponent(object.key)}`,
    ...versionField(bucket, object),
    ...expirationField(bucket, object),
    ...encryptionFields(object.encryption),
    ...checksumFields(object.checksum),
  };
}

/** Compares what the request says of the whole object with what became of the parts. */
function checkWhole(input: Input, upload: UploadRecord, whole: { size: number; checksum: ChecksumRecord }): void {
  if (input.ChecksumType !== undefined && input.ChecksumType !== upload.checksumType)
    throw invalidRequest(
      `The upload was created using the ${upload.checksumType} checksum mode. The complete request must use the same checksum mode.`,
    );
  if (input.MpuObjectSize !== undefined && input.MpuObjectSize !== whole.size)
    throw invalidRequest(
      `The provided 'x-amz-mp-object-size' header value ${input.MpuObjectSize} does not match what was computed: ${whole.size}`,
    );
  for (const [name, value] of statedIn(input))
    if (whole.checksum.algorithm === name && whole.checksum.value !== value) throw badDigest(name);
}

/** The parts as the object keeps them; their checksums only where the upload named an algorithm. */
function records({ checksumAlgorithm }: UploadRecord, parts: readonly UploadedPart[]): readonly PartRecord[] {
  return parts.map(({ size, checksum }, at) => ({
    number: at + 1,
    size,
    ...(checksumAlgorithm && checksum && { checksum }),
  }));
}
