import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import type { DescribedTable } from './described-table.ts';
import { countIn, type Holdings } from './holdings.ts';

/** More is not read: without upkeep the metadata of a table grow for ever. */
const mostBytes = 4 * 1024 ** 2;

const metadata = z.object({
  'current-snapshot-id': z.unknown().optional(),
  snapshots: z
    .array(
      z.object({
        'snapshot-id': z.unknown(),
        'timestamp-ms': z.number(),
        summary: z.record(z.string(), z.string()).default({}),
      }),
    )
    .default([]),
});

/** What the current snapshot of a table of Iceberg says of itself; undefined where it says nothing, or too much to be read for it. */
export async function readSnapshot(s3: Pick<S3Client, 'send'>, table: DescribedTable): Promise<Holdings | undefined> {
  const [, Bucket, Key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(table.parameters.metadata_location ?? '') ?? [];
  if (Bucket === undefined || Key === undefined) return undefined;
  const { Body: body, ContentLength: length = 0 } = await s3.send(
    new GetObjectCommand({ Bucket, Key, Range: `bytes=0-${mostBytes}` }),
  );
  const text = (await body?.transformToString()) ?? '';
  return length > mostBytes ? undefined : snapshotIn(text);
}

export function snapshotIn(text: string): Holdings | undefined {
  const read = metadata.safeParse(JSON.parse(text));
  const last = read.data?.snapshots.toSorted((a, b) => a['timestamp-ms'] - b['timestamp-ms']).at(-1);
  if (last === undefined) return undefined;
  const { summary } = last;
  return {
    rows: countIn(summary['total-records']),
    bytes: countIn(summary['total-files-size']),
    objects: countIn(summary['total-data-files']),
    rescued: undefined,
    at: last['timestamp-ms'],
  };
}
