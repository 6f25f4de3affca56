import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { CompletedPart } from '@aws-sdk/client-s3';
import { AwsError } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { bareEtag } from './attributes.ts';
import { type Received, receive } from './body.ts';
import { startDigest } from './checksum.ts';
import { checksumFields, statedIn } from './checksum-fields.ts';
import { writeCheck } from './condition.ts';
import { encryptionFields } from './describe-object.ts';
import { malformedXml } from './fault.ts';
import { findUpload, forgetUpload, partsOf } from './multipart.ts';
import { onObject } from './permission.ts';
import type { ChecksumRecord, UploadedPart, UploadRecord } from './record.ts';
import type { S3 } from './s3.ts';
import { writeObject } from './write-object.ts';

const minPartBytes = 5 * 1024 * 1024;

export const completeMultipartUpload = (s3: S3) =>
  operation('s3', 'CompleteMultipartUpload', {
    permissions: (input) => [onObject('PutObject', input)],
    async handle(input, context) {
      const upload = findUpload(s3, input, context);
      const parts = chooseParts(partsOf(s3, upload.uploadId), input.MultipartUpload?.Parts ?? []);
      const check = writeCheck(input);
      check(s3.store.index(upload.bucket).newest(upload.key));
      const path = s3.store.temporaryFile();
      const received = await join(s3, parts, path, upload);
      const checksum = await wholeChecksum(upload, parts, received);
      for (const [name, value] of statedIn(input))
        if (checksum?.algorithm === name && checksum.value !== value)
          throw new AwsError('BadDigest', `The ${name} you specified did not match the calculated checksum.`);
      findUpload(s3, input, context);
      const object = writeObject(s3, context.cloud, {
        bucket: upload.bucket,
        key: upload.key,
        path,
        attributes: upload.attributes,
        check,
        content: {
          size: received.size,
          etag: partsEtag(parts),
          ...(checksum && { checksum }),
          parts: parts.map((part, at) => ({
            number: at + 1,
            size: part.size,
            ...(part.checksum && { checksum: part.checksum }),
          })),
        },
        reason: 'CompleteMultipartUpload',
        requestId: context.requestId,
      });
      forgetUpload(s3, upload.uploadId);
      return {
        Bucket: upload.bucket,
        Key: upload.key,
        ETag: `"${object.etag}"`,
        Location: location(context, upload),
        ...(object.versionId !== 'null' && { VersionId: object.versionId }),
        ...encryptionFields(object.encryption),
        ...checksumFields(object.checksum),
      };
    },
  });

/** The parts named, in order. Throws InvalidPart, InvalidPartOrder, EntityTooSmall. */
function chooseParts(uploaded: readonly UploadedPart[], named: readonly CompletedPart[]): readonly UploadedPart[] {
  if (named.length === 0) throw malformedXml('no parts');
  const byNumber = new Map(uploaded.map((part) => [part.number, part]));
  const chosen = named.map(({ PartNumber, ETag }) => {
    const part = byNumber.get(PartNumber ?? 0);
    if (!part || part.etag !== bareEtag(ETag ?? ''))
      throw new AwsError(
        'InvalidPart',
        "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
        400,
        { PartNumber, ETag },
      );
    return part;
  });
  if (chosen.some((part, at) => part.number <= (chosen[at - 1]?.number ?? 0)))
    throw new AwsError(
      'InvalidPartOrder',
      'The list of parts was not in ascending order. Parts must be ordered by part number.',
    );
  for (const part of chosen.slice(0, -1))
    if (part.size < minPartBytes)
      throw new AwsError('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', 400, {
        PartNumber: part.number,
        ProposedSize: part.size,
        MinSizeAllowed: minPartBytes,
      });
  return chosen;
}

async function join(s3: S3, parts: readonly UploadedPart[], path: string, upload: UploadRecord): Promise<Received> {
  async function* bytes(): AsyncGenerator<Uint8Array> {
    for (const part of parts) yield* createReadStream(s3.store.partFile(part.file));
  }
  const { checksumAlgorithm, checksumType } = upload;
  const wanted = checksumType === 'FULL_OBJECT' && checksumAlgorithm ? [checksumAlgorithm] : [];
  return receive({ bytes: bytes(), trailers: new Map() }, path, new Set(wanted));
}

async function wholeChecksum(
  { checksumAlgorithm: algorithm, checksumType: type }: UploadRecord,
  parts: readonly UploadedPart[],
  received: Received,
): Promise<ChecksumRecord | undefined> {
  if (algorithm === undefined) return undefined;
  if (type === 'FULL_OBJECT') return { algorithm, value: received.digests.get(algorithm) ?? '', type };
  const digest = startDigest(algorithm);
  for (const part of parts) digest.update(Buffer.from(part.checksum?.value ?? '', 'base64'));
  return { algorithm, value: `${await digest.finish()}-${parts.length}`, type };
}

/** MD5 of the parts' MD5s, and how many they are. */
function partsEtag(parts: readonly UploadedPart[]): string {
  const md5 = createHash('md5');
  for (const part of parts) md5.update(part.etag, 'hex');
  return `${md5.digest('hex')}-${parts.length}`;
}

function location({ cloud }: Context, { bucket, key }: UploadRecord): string {
  return `${cloud.endpoint}/${bucket}/${encodeURIComponent(key)}`;
}
