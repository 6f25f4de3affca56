import { GetObjectCommand, ListObjectsV2Command, type ListObjectsV2Output, type S3Client } from '@aws-sdk/client-s3';
import { placeOfSegment, receiptOf } from '@tributary/shared/objects/segment-place.ts';
import type { SourceObject } from '@tributary/shared/objects/source-object.ts';
import * as z from 'zod';
import { atOnce } from '../files/at-once.ts';
import type { Reader } from './reader.ts';

const written = z.object({
  source_key: z.string(),
  source_version_id: z.string().nullable(),
  segment_offset: z.number(),
  segment_end: z.number(),
  object_bytes: z.number(),
  is_last: z.boolean(),
  records_in: z.number(),
  records_rejected: z.number(),
  ranges_rejected: z.number(),
  rescued: z.number().default(0),
  rejects: z.record(z.string(), z.number()),
  written: z.array(z.string()),
});

/** What became of a segment of an object, as its function says it; `at`: when (epoch ms). */
export type TracedReceipt = z.infer<typeof written> & { readonly key: string; readonly at: number };

/** `isCut`: there are more. `isUnderWay`: an attempt has begun that has not ended. */
export type ReceiptsSeen = {
  readonly receipts: readonly TracedReceipt[];
  readonly isCut: boolean;
  readonly isUnderWay: boolean;
};

const most = 100;
const readsAtOnce = 8;

/** The receipts of one version of an object, by their place in it. `generation`: of the table of files that it belongs to. */
export async function readReceipts(
  s3: Pick<S3Client, 'send'>,
  bucket: string,
  of: { readonly source: SourceObject; readonly reader: Reader; readonly generation: number },
): Promise<ReceiptsSeen> {
  const { receipts, table } = of.reader;
  const apart = table === undefined ? undefined : `${table}/${of.generation}/`;
  const place = placeOfSegment(of.source, [0], { receipts, apart });
  const [found, noted] = await Promise.all([
    receiptsAt(s3, bucket, receiptOf(place).replace(/\.json$/, '')),
    list(s3, bucket, `attempts/${place.folder}${place.objectName}`),
  ]);
  return { ...found, isUnderWay: (noted.Contents ?? []).length > 0 };
}

/** The receipts whose keys begin so. */
export async function receiptsAt(
  s3: Pick<S3Client, 'send'>,
  bucket: string,
  prefix: string,
): Promise<Pick<ReceiptsSeen, 'receipts' | 'isCut'>> {
  const page = await list(s3, bucket, prefix);
  const found = await atOnce(readsAtOnce, page.Contents ?? [], async ({ Key: key = '', LastModified }) => {
    const { Body: body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    const text = (await body?.transformToString()) ?? '';
    return { ...written.parse(JSON.parse(text)), key, at: LastModified?.getTime() ?? 0 };
  });
  return {
    receipts: found.toSorted((a, b) => a.segment_offset - b.segment_offset),
    isCut: page.IsTruncated === true,
  };
}

function list(s3: Pick<S3Client, 'send'>, bucket: string, prefix: string): Promise<ListObjectsV2Output> {
  return s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix, MaxKeys: most }));
}
