import {
  EntityNotFoundException,
  GetTableCommand,
  GetTablesCommand,
  type GetTablesResponse,
  type Table,
} from '@aws-sdk/client-glue';
import type { Report } from '@tributary/catalog/files/reconciling/report.ts';
import { atOnce } from '../files/at-once.ts';
import type { FilesLake } from '../files/files-lake.ts';
import { createReadReport } from '../files/reports.ts';
import { UsageError } from '../usage.ts';
import { type DescribedTable, describeTable, isBeside } from './described-table.ts';
import { type Holdings, holdingsOf } from './holdings.ts';
import { readSnapshot } from './iceberg-snapshot.ts';
import { none, type PartitionsSeen, seePartitions, writtenAt } from './partitions.ts';

/** What is known of a table without reading its rows. */
export type SeenTable = {
  readonly table: DescribedTable;
  readonly holdings: Holdings;
  readonly partitions: PartitionsSeen;
  /** When something was last written to it (epoch ms). */
  readonly writtenAt: number | undefined;
  readonly report: Report | undefined;
};

const looksAtOnce = 8;

/** All tables of a database, by name. */
export async function readTables(lake: FilesLake, database: string, mostPartitions: number) {
  const found: Table[] = [];
  let page: GetTablesResponse = {};
  do {
    const { NextToken } = page;
    page = await lake.glue
      .send(new GetTablesCommand({ DatabaseName: database, NextToken }))
      .catch(notDeployed(database));
    found.push(...(page.TableList ?? []));
  } while (page.NextToken !== undefined);
  const tables = found.map(describeTable).filter((table) => !isBeside(table));
  const sorted = tables.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return atOnce(looksAtOnce, sorted, (table) => seeTable(lake, { table, database, mostPartitions }));
}

/** One table of a database. */
export async function readTable(
  lake: FilesLake,
  {
    database,
    name,
    mostPartitions,
  }: { readonly database: string; readonly name: string; readonly mostPartitions: number },
): Promise<SeenTable> {
  const { Table: found } = await lake.glue
    .send(new GetTableCommand({ DatabaseName: database, Name: name }))
    .catch((error: unknown) => {
      if (!(error instanceof EntityNotFoundException)) throw error;
      throw new UsageError(
        `There is no table ${name} in ${database}: lake tables${lake.flags} lists those that are there.`,
      );
    });
  return seeTable(lake, { table: describeTable(found ?? { Name: name }), database, mostPartitions });
}

function notDeployed(database: string) {
  return (error: unknown): never => {
    if (!(error instanceof EntityNotFoundException)) throw error;
    throw new Error(
      `There is no database ${database}: deploy services/catalog first (npm start does so on this machine).`,
    );
  };
}

type Seeing = { readonly table: DescribedTable; readonly database: string; readonly mostPartitions: number };

async function seeTable(lake: FilesLake, { table, database, mostPartitions }: Seeing): Promise<SeenTable> {
  const { s3, glue, names } = lake;
  const [partitions, report, snapshot] = await Promise.all([
    table.partitionKeys.length === 0 ? none : seePartitions(glue, { database, table: table.name }, mostPartitions),
    table.kind === 'files' ? createReadReport(s3, names.lakeBucket)(table.name) : undefined,
    table.kind === 'iceberg' ? readSnapshot(s3, table) : undefined,
  ]);
  return {
    table,
    holdings: holdingsOf(table, report, snapshot),
    partitions,
    writtenAt: await writtenAt(s3, table, partitions),
    report,
  };
}
