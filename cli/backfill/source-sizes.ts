import { EntityNotFoundException, GetTableCommand, type GlueClient } from '@aws-sdk/client-glue';
import { ListObjectsV2Command, type ListObjectsV2CommandOutput, type S3Client } from '@aws-sdk/client-s3';
import { type DescribedTable, describeTable } from '../tables/described-table.ts';
import { readSnapshot } from '../tables/iceberg-snapshot.ts';
import type { Basis } from './estimate.ts';

export type Sources = {
  readonly glue: Pick<GlueClient, 'send'>;
  readonly s3: Pick<S3Client, 'send'>;
  readonly databases: { readonly lake: string; readonly raw: string };
  /** How many partitions a dataset of the lake has; undefined for another table. */
  readonly partitionsOf: (table: string) => Promise<number | undefined>;
};

const mostSampled = 5;
const mostPages = 20;

/**
 * What lies in the tables that a dataset reads for one of its partitions, by the sizes of their files: of tables of files in the folders of some
 * partitions, of Iceberg tables of the lake on an average. Undefined where nothing can be said of one of them.
 */
export async function basisOfSources(
  reads: readonly string[],
  partitions: readonly string[],
  sources: Sources,
): Promise<Basis | undefined> {
  const sampled = sampleOf(partitions);
  let bytesEach = 0;
  for (const read of reads) {
    const bytes = await bytesOf(read, sampled, sources);
    if (bytes === undefined) return undefined;
    bytesEach += bytes;
  }
  return reads.length === 0 ? undefined : { of: 'sources', bytesEach, partitions: sampled.length };
}

/** Some of many, as far apart as can be. */
function sampleOf(partitions: readonly string[]): readonly string[] {
  const step = Math.max(1, Math.ceil(partitions.length / mostSampled));
  return partitions.filter((_, at) => at % step === 0);
}

async function bytesOf(read: string, sampled: readonly string[], sources: Sources): Promise<number | undefined> {
  const [database = '', name = ''] = read.split('.');
  const table = await tableOf(sources.glue, database === 'raw' ? sources.databases.raw : sources.databases.lake, name);
  if (table === undefined) return undefined;
  if (table.kind === 'iceberg') return onAverage(table, sources);
  if (!table.partitionKeys.includes('day') || sampled.length === 0) return undefined;
  let bytes = 0;
  for (const partition of sampled) bytes += await bytesBelow(sources.s3, table, folderOf(partition));
  return bytes / sampled.length;
}

async function onAverage(table: DescribedTable, { s3, partitionsOf }: Sources): Promise<number | undefined> {
  const partitions = await partitionsOf(table.name);
  if (partitions === undefined) return undefined;
  const bytes = (await readSnapshot(s3, table))?.bytes;
  return bytes === undefined ? undefined : bytes / partitions;
}

async function tableOf(glue: Sources['glue'], DatabaseName: string, Name: string): Promise<DescribedTable | undefined> {
  try {
    const { Table } = await glue.send(new GetTableCommand({ DatabaseName, Name }));
    return Table && describeTable(Table);
  } catch (error) {
    if (error instanceof EntityNotFoundException) return undefined;
    throw error;
  }
}

/** `2026-11-20T13` lies in `year=2026/month=11/day=20/hour=13/`. */
function folderOf(partition: string): string {
  const values = partition.split(/[-T]/);
  return ['year', 'month', 'day', 'hour']
    .flatMap((name, at) => (values[at] ? [`${name}=${values[at]}/`] : []))
    .join('');
}

async function bytesBelow(s3: Sources['s3'], { location }: DescribedTable, folder: string): Promise<number> {
  const [, Bucket, path = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(location) ?? [];
  if (Bucket === undefined) return 0;
  const Prefix = `${path === '' || path.endsWith('/') ? path : `${path}/`}${folder}`;
  let bytes = 0;
  let token: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const listed: ListObjectsV2CommandOutput = await s3.send(
      new ListObjectsV2Command({ Bucket, Prefix, ContinuationToken: token }),
    );
    bytes += (listed.Contents ?? []).reduce((sum, { Size = 0 }) => sum + Size, 0);
    token = listed.NextContinuationToken;
    if (token === undefined) break;
  }
  return bytes;
}
