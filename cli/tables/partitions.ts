import {
  GetPartitionsCommand,
  type GetPartitionsResponse,
  type GlueClient,
  type Partition,
} from '@aws-sdk/client-glue';
import { ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import type { DescribedTable } from './described-table.ts';

export type PartitionsSeen = {
  readonly count: number;
  /** There are more. */
  readonly isCut: boolean;
  /** By their values: `2026/11/20`. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** Where the last lies: s3://… */
  readonly lastLocation: string | undefined;
};

export const none: PartitionsSeen = {
  count: 0,
  isCut: false,
  first: undefined,
  last: undefined,
  lastLocation: undefined,
};

/** Counts the partitions of a table, of very many only the first `most`. */
export async function seePartitions(
  glue: Pick<GlueClient, 'send'>,
  of: { readonly database: string; readonly table: string },
  most: number,
): Promise<PartitionsSeen> {
  const asked = { DatabaseName: of.database, TableName: of.table, ExcludeColumnSchema: true };
  let seen = none;
  let token: string | undefined;
  do {
    const page: GetPartitionsResponse = await glue.send(new GetPartitionsCommand({ ...asked, NextToken: token }));
    token = page.NextToken;
    seen = (page.Partitions ?? []).reduce(withPartition, seen);
  } while (token !== undefined && seen.count < most);
  return { ...seen, isCut: token !== undefined };
}

function withPartition(all: PartitionsSeen, { Values = [], StorageDescriptor: storage }: Partition): PartitionsSeen {
  const values = Values.join('/');
  const isFirst = all.first === undefined || values < all.first;
  const isLast = all.last === undefined || values > all.last;
  return {
    count: all.count + 1,
    isCut: false,
    first: isFirst ? values : all.first,
    last: isLast ? values : all.last,
    lastLocation: isLast ? storage?.Location : all.lastLocation,
  };
}

/** When something was last written to the last partition, or to a table without any (epoch ms). Of very many objects only the first are looked at. */
export async function writtenAt(
  s3: Pick<S3Client, 'send'>,
  { location, updatedAt, kind }: DescribedTable,
  { lastLocation }: PartitionsSeen,
): Promise<number | undefined> {
  if (kind === 'iceberg') return updatedAt;
  const [, Bucket, Prefix = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(lastLocation ?? location) ?? [];
  if (kind === 'view' || Bucket === undefined) return undefined;
  const folder = Prefix.endsWith('/') ? Prefix : `${Prefix}/`;
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: folder }));
  const times = Contents.map(({ LastModified: at }) => at?.getTime() ?? 0);
  return times.length === 0 ? undefined : Math.max(...times);
}
