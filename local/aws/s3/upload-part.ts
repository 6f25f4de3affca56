import { randomUUID } from 'node:crypto';
import { type Context, operation } from '../../kernel/operation.ts';
import type { ChecksumName } from './checksum.ts';
import { partChecksumFields, statedIn } from './checksum-fields.ts';
import { findSource, sourceBytes, sourcePermission } from './copy-source.ts';
import { encryptionFields } from './encryption.ts';
import { invalidRequest } from './fault.ts';
import { type Incoming, incoming } from './incoming.ts';
import { findUpload, partKey } from './multipart.ts';
import { onObject, required } from './permission.ts';
import { readCopyRange } from './range.ts';
import { receiveChecked } from './receive-checked.ts';
import type { UploadedPart, UploadRecord } from './record.ts';
import type { S3 } from './s3.ts';

export const uploadPart = (s3: S3) =>
  operation('s3', 'UploadPart', {
    permissions: (input) => [onObject('PutObject', input)],
    async handle(input, context) {
      const upload = findUpload(s3, input, context);
      const sent: Part = {
        number: required(input.PartNumber, 'partNumber'),
        body: incoming(input.Body, context),
        stated: statedIn(input),
        contentMd5: input.ContentMD5,
      };
      if (context.http) checkAlgorithm(upload, sent);
      const part = await receivePart(s3, context, upload, sent);
      return {
        ETag: `"${part.etag}"`,
        ...encryptionFields(upload.attributes.encryption),
        ...(algorithmOf(sent) && partChecksumFields(part.checksum)),
      };
    },
  });

export const uploadPartCopy = (s3: S3) =>
  operation('s3', 'UploadPartCopy', {
    permissions: (input) => [sourcePermission(input.CopySource), onObject('PutObject', input)],
    async handle(input, context) {
      const upload = findUpload(s3, input, context);
      const { source, object } = findSource(s3, context, input);
      const range = readCopyRange(object, input.CopySourceRange);
      const part = await receivePart(s3, context, upload, {
        number: required(input.PartNumber, 'partNumber'),
        body: { bytes: sourceBytes(s3, source.bucket, object, range), trailers: new Map() },
        stated: new Map(),
        contentMd5: undefined,
      });
      return {
        CopyPartResult: {
          ETag: `"${part.etag}"`,
          LastModified: new Date(part.lastModified),
          ...partChecksumFields(part.checksum),
        },
        ...(object.versionId !== 'null' && { CopySourceVersionId: object.versionId }),
        ...encryptionFields(upload.attributes.encryption),
      };
    },
  });

type Part = {
  readonly number: number;
  readonly body: Incoming;
  readonly stated: ReadonlyMap<ChecksumName, string>;
  readonly contentMd5: string | undefined;
};

async function receivePart(s3: S3, context: Context, upload: UploadRecord, part: Part): Promise<UploadedPart> {
  const file = randomUUID();
  const { received, checksum } = await receiveChecked(part.body, s3.store.partFile(file), {
    stated: part.stated,
    algorithm: upload.checksumAlgorithm,
    contentMd5: part.contentMd5,
  });
  const stored: UploadedPart = {
    uploadId: upload.uploadId,
    number: part.number,
    size: received.size,
    etag: received.etag,
    file,
    lastModified: context.cloud.clock.now(),
    ...(checksum && (upload.checksumAlgorithm ?? algorithmOf(part)) && { checksum }),
  };
  const key = partKey(upload.uploadId, part.number);
  const replaced = s3.store.parts.get(key);
  s3.store.parts.put(key, stored);
  if (replaced) s3.store.retire(s3.store.partFile(replaced.file));
  return stored;
}

/** The algorithm of the checksum that came with a part. */
function algorithmOf({ stated, body }: Part): ChecksumName | undefined {
  return [...stated.keys()][0] ?? body.trailerChecksum;
}

/** An upload that named an algorithm takes its parts' checksums by it; composite ones cannot be done without. */
function checkAlgorithm({ checksumAlgorithm: expected, checksumType }: UploadRecord, part: Part): void {
  const actual = algorithmOf(part);
  if (expected === undefined || actual === expected) return;
  if (actual === undefined && checksumType === 'FULL_OBJECT') return;
  throw invalidRequest(
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual?.toLowerCase() ?? 'null'}`,
  );
}
