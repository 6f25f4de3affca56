import {
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';

/** Objects of the lake bucket. What is written is there whole or not at all. */
export type LakeObjects = {
  readonly write: (key: string, body: Buffer, contentType: string) => Promise<void>;
  /** Writes it where there is none; false where there is one. */
  readonly writeNew: (key: string, body: Buffer, contentType: string) => Promise<boolean>;
  readonly readText: (key: string) => Promise<string>;
  /** The keys that begin so. */
  readonly list: (prefix: string) => Promise<readonly string[]>;
  /** Of what is not there it says nothing. */
  readonly remove: (key: string) => Promise<void>;
};

export function createLakeObjects(s3: S3Client, bucket: string): LakeObjects {
  const put = (key: string, body: Buffer, contentType: string, more: { readonly IfNoneMatch?: string } = {}) =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key: key, Body: body, ContentType: contentType, ...more }));
  return {
    async write(key, body, contentType) {
      await put(key, body, contentType);
    },
    async writeNew(key, body, contentType) {
      try {
        await put(key, body, contentType, { IfNoneMatch: '*' });
        return true;
      } catch (error) {
        if (error instanceof S3ServiceException && error.name === 'PreconditionFailed') return false;
        throw error;
      }
    },
    async readText(key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
      return (await Body?.transformToString()) ?? '';
    },
    async list(prefix) {
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket, Prefix: prefix })) {
        keys.push(...Contents.flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
      }
      return keys;
    },
    async remove(key) {
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    },
  };
}
