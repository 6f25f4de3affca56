import { GetTablesCommand, type GetTablesResponse, type Table } from '@aws-sdk/client-glue';
import { atOnce } from '../files/at-once.ts';
import type { FilesLake } from '../files/files-lake.ts';
import { type DescribedTable, describeTable, isBeside } from '../tables/described-table.ts';
import { newestBelow } from './newest-object.ts';

/** When something was last written to a table (epoch ms); undefined where there is nothing yet. */
export type Freshness = {
  readonly table: string;
  readonly kind: DescribedTable['kind'];
  readonly writtenAt: number | undefined;
};

/** `left`: how many tables were not looked at. */
export type Tables = { readonly seen: readonly Freshness[]; readonly left: number };

/** A table of files takes some five listings. */
const most = { tables: 100, atOnce: 4 };

/** The freshness of the lake's tables, those that statements write by their last commit, others by their newest object. No row is read. */
export async function readFreshness({ s3, glue, names }: Pick<FilesLake, 's3' | 'glue' | 'names'>): Promise<Tables> {
  const found: Table[] = [];
  let page: GetTablesResponse = {};
  do {
    page = await glue.send(new GetTablesCommand({ DatabaseName: names.lakeDatabase, NextToken: page.NextToken }));
    found.push(...(page.TableList ?? []));
  } while (page.NextToken !== undefined);
  const tables = found
    .map(describeTable)
    .filter((table) => table.kind !== 'view' && !isBeside(table))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const seen = await atOnce(most.atOnce, tables.slice(0, most.tables), async (table) => ({
    table: table.name,
    kind: table.kind,
    writtenAt: await writtenAt(s3, table),
  }));
  return { seen, left: tables.length - seen.length };
}

async function writtenAt(
  s3: FilesLake['s3'],
  { kind, location, updatedAt }: DescribedTable,
): Promise<number | undefined> {
  if (kind === 'iceberg') return updatedAt;
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
  if (bucket === undefined) return undefined;
  return (await newestBelow(s3, bucket, path.endsWith('/') ? path : `${path}/`)).newest?.at;
}
