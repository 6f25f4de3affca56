import { createHash } from 'node:crypto';
import type { PartitionInput, Table } from '@aws-sdk/client-glue';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Caller } from '../../../kernel/caller.ts';
import type { Cloud } from '../../../kernel/cloud.ts';
import { AwsError } from '../../../kernel/error.ts';
import type { ObjectFile, ObjectFiles } from '../../../kernel/objects.ts';
import { classify } from './classify.ts';
import { isData, type Place, placesOf } from './places.ts';
import type { StoredCrawler } from './stored-crawler.ts';
import { partitionInput, tableInput } from './table-input.ts';

/** What a crawl has done. */
export type Crawled = { tablesCreated: number; partitionsCreated: number };

export type CrawlDeps = {
  readonly cloud: Cloud;
  readonly objects: ObjectFiles;
  /** Aborted when the crawler is stopped. */
  readonly signal: AbortSignal;
};

/** Files that are looked at of a table; Glue too takes samples. */
const sampled = 10;
/** https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html */
const partitionsACall = 100;

type Crawl = CrawlDeps & { readonly crawler: StoredCrawler; readonly role: Caller; readonly done: Crawled };

/** Registers what lies in a crawler's targets, in its role's name: tables that are not there, partitions that are not there. Nothing that is there changes. */
export async function crawl(crawler: StoredCrawler, deps: CrawlDeps): Promise<Crawled> {
  const role: Caller = { kind: 'role', roleArn: crawler.roleArn, sessionName: 'AWS-Crawler' };
  const run = { ...deps, crawler, role, done: { tablesCreated: 0, partitionsCreated: 0 } };
  await run.cloud.call(role, 'glue', 'GetDatabase', { Name: crawler.database });
  for (const path of crawler.paths) await crawlTarget(run, path);
  return run.done;
}

async function crawlTarget(run: Crawl, path: string): Promise<void> {
  const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(path) ?? [];
  run.cloud.authorize(run.role, {
    action: 's3:ListBucket',
    resource: `arn:aws:s3:::${bucket}`,
    conditions: { 's3:prefix': prefix },
  });
  const files = run.objects.list(bucket, prefix).filter(isData);
  for (const place of placesOf({ bucket, prefix, tableLevel: run.crawler.tableLevel }, files)) {
    run.signal.throwIfAborted();
    await crawlTable(run, bucket, place);
  }
}

async function crawlTable(run: Crawl, bucket: string, place: Place): Promise<void> {
  const { cloud, role, crawler } = run;
  const name = `${crawler.prefix}${place.name}`;
  const known = await findTable(run, name);
  const isOwn = known === undefined || known.StorageDescriptor?.Location === place.location;
  // As Glue does where the name is another table's
  const own = isOwn ? name : `${name}_${createHash('md5').update(place.location).digest('hex')}`;
  const table = isOwn ? known : await findTable(run, own);
  const storage = table?.StorageDescriptor ?? (await makeTable(run, own, { bucket, place }));
  if (place.partitionKeys.length === 0) return;
  const there = await partitionsOf(run, own);
  const fresh = place.partitions.filter(({ values }) => !there.has(values.join('\0')));
  await makePartitions(
    run,
    own,
    fresh.map((each) => partitionInput(each, storage)),
  );
  cloud.log('debug', `Crawled ${own}`, { crawler: crawler.name, partitions: fresh.length, role: role.kind });
}

async function findTable({ cloud, role, crawler }: Crawl, name: string): Promise<Table | undefined> {
  try {
    return (await cloud.call(role, 'glue', 'GetTable', { DatabaseName: crawler.database, Name: name })).Table;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'EntityNotFoundException') return undefined;
    throw error;
  }
}

async function makeTable(run: Crawl, name: string, { bucket, place }: { bucket: string; place: Place }) {
  const { cloud, role, crawler, done } = run;
  const samples = place.files.slice(0, sampled);
  for (const { key } of samples)
    cloud.authorize(role, { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/${key}` });
  const found = await withDuckDb((connection) => classify(connection, samples));
  const bytes = weigh(place.files);
  const records = Math.round((found.records * bytes) / Math.max(1, weigh(samples)));
  const size = { crawler: crawler.name, objects: place.files.length, bytes, records };
  const input = tableInput(name, place, found, size);
  await cloud.call(role, 'glue', 'CreateTable', { DatabaseName: crawler.database, TableInput: input });
  done.tablesCreated += 1;
  return input.StorageDescriptor ?? {};
}

async function makePartitions(run: Crawl, table: string, inputs: readonly PartitionInput[]): Promise<void> {
  const where = { DatabaseName: run.crawler.database, TableName: table };
  for (let at = 0; at < inputs.length; at += partitionsACall) {
    const PartitionInputList = inputs.slice(at, at + partitionsACall);
    const { Errors = [] } = await run.cloud.call(run.role, 'glue', 'BatchCreatePartition', {
      ...where,
      PartitionInputList,
    });
    run.done.partitionsCreated += PartitionInputList.length - Errors.length;
  }
}

async function partitionsOf({ cloud, role, crawler }: Crawl, table: string): Promise<ReadonlySet<string>> {
  const found = new Set<string>();
  let NextToken: string | undefined;
  do {
    const page = await cloud.call(role, 'glue', 'GetPartitions', {
      ...{ DatabaseName: crawler.database, TableName: table, ExcludeColumnSchema: true },
      NextToken,
    });
    for (const { Values = [] } of page.Partitions ?? []) found.add(Values.join('\0'));
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  return found;
}

async function withDuckDb<T>(
  use: (connection: Awaited<ReturnType<DuckDBInstance['connect']>>) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '512MiB' });
  try {
    return await use(await instance.connect());
  } finally {
    instance.closeSync();
  }
}

function weigh(files: readonly ObjectFile[]): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}
