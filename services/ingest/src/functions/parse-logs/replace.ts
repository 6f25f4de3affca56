import { DeleteObjectCommand, GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';

/** Removes what an earlier parse of the same bytes wrote, as its receipt says, and this one did not. */
export type RemoveStale = (receiptKey: string, written: readonly string[]) => Promise<void>;

const earlierReceipt = z.object({ written: z.array(z.string()) });

/** In the lake bucket, below these prefixes and nowhere else. */
export function createRemoveStale(
  s3: Pick<S3Client, 'send'>,
  bucket: string,
  prefixes: readonly string[],
): RemoveStale {
  return async function removeStale(receiptKey, written) {
    // Asked by a listing: of a key that is not there, GetObject says 403 to who may list only some prefixes.
    const { Contents = [] } = await s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: receiptKey, MaxKeys: 1 }),
    );
    if (Contents[0]?.Key !== receiptKey) return;
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: receiptKey }));
    const earlier = earlierReceipt.parse(JSON.parse((await Body?.transformToString()) ?? ''));
    const kept = new Set(written);
    for (const key of earlier.written) {
      if (kept.has(key) || !prefixes.some((prefix) => key.startsWith(prefix))) continue;
      await s3.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }));
    }
  };
}
