import { type GlueClient, paginateGetPartitions, paginateGetTables, type Table } from '@aws-sdk/client-glue';
import type { CrawledTable } from '../../core/crawled-updates.ts';
import type { TellCrawledDeps } from './tell-crawled.ts';

/** The Glue Data Catalog behind tell-crawled. A crawler leaves its name in each table that it writes. */
export function createCrawledTables(client: GlueClient): Pick<TellCrawledDeps, 'tablesOf' | 'partitionsOf'> {
  return {
    async tablesOf(database, crawler) {
      const found: CrawledTable[] = [];
      for await (const { TableList = [] } of paginateGetTables({ client }, { DatabaseName: database })) {
        const its = TableList.filter(({ Parameters }) => Parameters?.UPDATED_BY_CRAWLER === crawler);
        found.push(...its.map((table) => readTable(database, table)));
      }
      return found;
    },
    async partitionsOf(database, table) {
      const asked = { DatabaseName: database, TableName: table, ExcludeColumnSchema: true };
      const found = [];
      for await (const { Partitions = [] } of paginateGetPartitions({ client }, asked))
        for (const { Values = [], CreationTime } of Partitions)
          found.push({ values: Values, createdMs: CreationTime?.getTime() ?? 0 });
      return found;
    },
  };
}

function readTable(database: string, { Name = '', CreateTime, UpdateTime, PartitionKeys = [] }: Table): CrawledTable {
  return {
    database,
    table: Name,
    createdMs: CreateTime?.getTime() ?? 0,
    updatedMs: UpdateTime?.getTime() ?? 0,
    partitionKeys: PartitionKeys.map(({ Name: key = '' }) => key),
  };
}
