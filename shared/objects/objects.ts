import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';

/** Writes an object of the bucket, whole or not at all. */
export function createWriteTo(s3: Pick<S3Client, 'send'>, bucket: string) {
  return async (key: string, body: Buffer, contentType: string): Promise<void> => {
    await s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType }));
  };
}
