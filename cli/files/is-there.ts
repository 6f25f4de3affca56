import { HeadObjectCommand, NotFound, type S3Client } from '@aws-sdk/client-s3';

/** Whether a bucket has an object of that key. */
export async function isThere(s3: Pick<S3Client, 'send'>, bucket: string, key: string): Promise<boolean> {
  try {
    await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
    return true;
  } catch (error) {
    if (error instanceof NotFound) return false;
    throw error;
  }
}
