import { GetObjectCommand, ListObjectsV2Command, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';

/** Objects of S3, as far as this service reads them itself. */
export function createObjects(client: Pick<S3Client, 'send'>) {
  return {
    async hasObjects(bucket: string, prefix: string): Promise<boolean> {
      const { KeyCount = 0 } = await client.send(
        new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: 1 }),
      );
      return KeyCount > 0;
    },
    /** undefined for an object that is gone. */
    async readJson(bucket: string, key: string): Promise<unknown> {
      try {
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
        return JSON.parse((await Body?.transformToString()) ?? 'null');
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}
