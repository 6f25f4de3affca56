import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { placeOfSegment, receiptOf } from '@tributary/shared/objects/segment-place.ts';
import type { SourceObject } from '@tributary/shared/objects/source-object.ts';
import * as z from 'zod';

/** What became of a segment of a file, as convert says it. */
const fileReceipt = z.object({
  is_last: z.boolean(),
  bytes_in: z.number(),
  rows: z.number(),
  rescued: z.number(),
  records_rejected: z.number(),
  ranges_rejected: z.number(),
  rejects: z.record(z.string(), z.number()),
  written: z.array(z.string()),
});
export type FileReceipt = z.infer<typeof fileReceipt>;

export type ReadReceipts = (source: SourceObject, generation: number) => Promise<readonly FileReceipt[]>;

/** Reads the receipts of objects of a table's files; each of them once. */
export function createReadReceipts(s3: Pick<S3Client, 'send'>, bucket: string, table: string): ReadReceipts {
  const read = new Map<string, FileReceipt>();
  const receiptAt = async (key: string): Promise<FileReceipt> => {
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    return fileReceipt.parse(JSON.parse((await body?.transformToString()) ?? ''));
  };
  return async (source, generation) => {
    const Prefix = receiptOf(
      placeOfSegment(source, [0], { receipts: 'file-receipts/', apart: `${table}/${generation}/` }),
    ).replace(/\.json$/, '');
    const keys: string[] = [];
    let token: string | undefined;
    do {
      const page = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix, ContinuationToken: token }));
      keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
      token = page.NextContinuationToken;
    } while (token !== undefined);
    for (const key of keys) if (!read.has(key)) read.set(key, await receiptAt(key));
    return keys.flatMap((key) => read.get(key) ?? []);
  };
}
