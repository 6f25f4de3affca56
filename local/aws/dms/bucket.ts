import { gzipSync } from 'node:zlib';
import { admin } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Format } from './endpoint.ts';

/** Where the files go. */
export type Bucket = {
  put(key: string, lines: readonly string[], format: Format): Promise<void>;
  has(key: string): Promise<boolean>;
};

/** A bucket of the local cloud. There is no endpoint resource, and so no role: the administrator writes. */
export function openBucket(cloud: Pick<Cloud, 'call'>, name: string): Bucket {
  return {
    async put(key, lines, { gzip }) {
      const text = Buffer.from(lines.join(''));
      const body = gzip ? gzipSync(text) : text;
      await cloud.call(admin, 's3', 'PutObject', { Bucket: name, Key: key, Body: body });
    },
    async has(key) {
      const { Contents = [] } = await cloud.call(admin, 's3', 'ListObjectsV2', { Bucket: name, Prefix: key });
      return Contents.some(({ Key }) => Key === key);
    },
  };
}
