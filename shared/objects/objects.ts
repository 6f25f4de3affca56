import { GetObjectCommand, PutObjectCommand, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { ArchivedObjectError } from './archived-object-error.ts';
import type { ReadRange } from './object-bytes.ts';
import type { SourceObject } from './source-object.ts';

/** Reads and writes the objects of S3. */
export function createObjects(s3: Pick<S3Client, 'send'>) {
  return {
    /** Reads ranges of one version of an object. */
    readRangeOf:
      ({ bucket, key, versionId }: SourceObject): ReadRange =>
      async (offset, length) => {
        const range = `bytes=${offset}-${offset + length - 1}`;
        const command = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId, Range: range });
        const { Body, ContentRange } = await s3.send(command).catch((error: unknown) => {
          if (isEmptyObject(error)) return emptyObject;
          throw isArchivedObject(error) ? new ArchivedObjectError({ bucket, key, versionId }, error) : error;
        });
        const size = Number(/\/(\d+)$/.exec(ContentRange ?? '')?.[1]);
        if (Body === undefined || Number.isNaN(size)) {
          throw new Error(`s3://${bucket}/${key} came without a body or without its size`);
        }
        return { bytes: Buffer.from(await Body.transformToByteArray()), size };
      },
    /** Writes an object of a bucket, whole or not at all. */
    writeTo:
      (bucket: string) =>
      async (key: string, body: Buffer, contentType: string): Promise<void> => {
        await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }));
      },
  };
}

type RangeOfObject = {
  readonly Body?: { transformToByteArray(): Promise<Uint8Array> } | undefined;
  readonly ContentRange?: string | undefined;
};

/** An object without bytes has no range. */
const emptyObject: RangeOfObject = {
  Body: { transformToByteArray: async () => new Uint8Array() },
  ContentRange: 'bytes */0',
};

function isEmptyObject(error: unknown): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === 416;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
function isArchivedObject(error: unknown): boolean {
  return error instanceof S3ServiceException && error.name === 'InvalidObjectState';
}
