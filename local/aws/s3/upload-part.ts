import { randomUUID } from 'node:crypto';
import { type Context, operation } from '../../kernel/operation.ts';
import { type Incoming, incoming } from './body.ts';
import type { ChecksumName } from './checksum.ts';
import { checksumFields, statedIn } from './checksum-fields.ts';
import { findSource, sourceBytes, sourcePermission } from './copy-source.ts';
import { encryptionFields } from './describe-object.ts';
import { invalidArgument } from './fault.ts';
import { findUpload, partKey } from './multipart.ts';
import { onObject } from './permission.ts';
import { readRange } from './range.ts';
import { receiveChecked } from './receive-checked.ts';
import type { UploadedPart, UploadRecord } from './record.ts';
import type { S3 } from './s3.ts';

const maxPartNumber = 10_000;

export const uploadPart = (s3: S3) =>
  operation('s3', 'UploadPart', {
    permissions: (input) => [onObject('PutObject', input)],
    async handle(input, context) {
      const upload = findUpload(s3, input, context);
      const part = await receivePart(s3, context, upload, {
        number: readNumber(input.PartNumber),
        body: incoming(input.Body, context),
        stated: statedIn(input),
        contentMd5: input.ContentMD5,
      });
      const { ChecksumType: _ofTheUpload, ...checksum } = checksumFields(part.checksum);
      return { ETag: `"${part.etag}"`, ...encryptionFields(upload.attributes.encryption), ...checksum };
    },
  });

export const uploadPartCopy = (s3: S3) =>
  operation('s3', 'UploadPartCopy', {
    permissions: (input) => [sourcePermission(input.CopySource), onObject('PutObject', input)],
    async handle(input, context) {
      const upload = findUpload(s3, input, context);
      const { source, object } = findSource(s3, context, input);
      const range = readRange(object, { Range: input.CopySourceRange });
      const part = await receivePart(s3, context, upload, {
        number: readNumber(input.PartNumber),
        body: { bytes: sourceBytes(s3, source.bucket, object, range), trailers: new Map() },
        stated: new Map(),
        contentMd5: undefined,
      });
      const { ChecksumType: _ofTheUpload, ...checksum } = checksumFields(part.checksum);
      return {
        CopyPartResult: { ETag: `"${part.etag}"`, LastModified: new Date(part.lastModified), ...checksum },
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
    ...(checksum && { checksum }),
  };
  const key = partKey(upload.uploadId, part.number);
  const replaced = s3.store.parts.get(key);
  s3.store.parts.put(key, stored);
  if (replaced) s3.store.retire(s3.store.partFile(replaced.file));
  return stored;
}

function readNumber(number: number | undefined): number {
  if (number === undefined || !Number.isInteger(number) || number < 1 || number > maxPartNumber)
    throw invalidArgument(
      'Part number must be an integer between 1 and 10000, inclusive',
      'partNumber',
      String(number),
    );
  return number;
}
