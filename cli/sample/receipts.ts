import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';

const receiptSchema = z.object({
  records_in: z.number(),
  requests: z.number(),
  events: z.number(),
  records_rejected: z.number(),
  ranges_rejected: z.number(),
  truncated: z.number(),
  rejects: z.record(z.string(), z.number()),
});

export type ParseTotals = z.infer<typeof receiptSchema>;

const nothing: ParseTotals = {
  records_in: 0,
  requests: 0,
  events: 0,
  records_rejected: 0,
  ranges_rejected: 0,
  truncated: 0,
  rejects: {},
};

/** Adds up the receipts of parse-logs; each receipt is read once, however often this is asked. */
export function createReceiptReader(s3: Pick<S3Client, 'send'>, bucket: string): () => Promise<ParseTotals> {
  const read = new Map<string, ParseTotals>();
  return async () => {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: 'receipts/' }));
    for (const { Key } of Contents) {
      if (Key === undefined || read.has(Key)) continue;
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
      read.set(Key, receiptSchema.parse(JSON.parse((await Body?.transformToString()) ?? '')));
    }
    return [...read.values()].reduce(add, nothing);
  };
}

function add(total: ParseTotals, one: ParseTotals): ParseTotals {
  const rejects = { ...total.rejects };
  for (const [reason, count] of Object.entries(one.rejects)) rejects[reason] = (rejects[reason] ?? 0) + count;
  return {
    records_in: total.records_in + one.records_in,
    requests: total.requests + one.requests,
    events: total.events + one.events,
    records_rejected: total.records_rejected + one.records_rejected,
    ranges_rejected: total.ranges_rejected + one.ranges_rejected,
    truncated: total.truncated + one.truncated,
    rejects,
  };
}
