import { join } from 'node:path';
import { z } from 'zod';
import type { Operation } from '../../kernel/operation.ts';
import type { Service } from '../../kernel/service.ts';
import { type CrawlersDeps, createCrawlers } from './crawlers/crawlers.ts';
import { crawlerOperations } from './crawlers/operations.ts';
import { entityNotFound } from './error.ts';
import { boundByGrants } from './lake-formation.ts';
import { batchCreatePartition } from './operations/batch-create-partition.ts';
import { batchDeletePartition } from './operations/batch-delete-partition.ts';
import { batchDeleteTable } from './operations/batch-delete-table.ts';
import { batchDeleteTableVersion } from './operations/batch-delete-table-version.ts';
import { batchGetPartition } from './operations/batch-get-partition.ts';
import { batchUpdatePartition } from './operations/batch-update-partition.ts';
import { createDatabase } from './operations/create-database.ts';
import { createPartition } from './operations/create-partition.ts';
import { createTable } from './operations/create-table.ts';
import { deleteColumnStatisticsForPartition } from './operations/delete-column-statistics-for-partition.ts';
import { deleteColumnStatisticsForTable } from './operations/delete-column-statistics-for-table.ts';
import { deleteDatabase } from './operations/delete-database.ts';
import { deletePartition } from './operations/delete-partition.ts';
import { deleteTable } from './operations/delete-table.ts';
import { deleteTableVersion } from './operations/delete-table-version.ts';
import { getCatalogImportStatus } from './operations/get-catalog-import-status.ts';
import { getColumnStatisticsForPartition } from './operations/get-column-statistics-for-partition.ts';
import { getColumnStatisticsForTable } from './operations/get-column-statistics-for-table.ts';
import { getDatabase } from './operations/get-database.ts';
import { getDatabases } from './operations/get-databases.ts';
import { getPartition } from './operations/get-partition.ts';
import { getPartitions } from './operations/get-partitions.ts';
import { getTable } from './operations/get-table.ts';
import { getTableVersion } from './operations/get-table-version.ts';
import { getTableVersions } from './operations/get-table-versions.ts';
import { getTables } from './operations/get-tables.ts';
import { getUserDefinedFunctions } from './operations/get-user-defined-functions.ts';
import { updateColumnStatisticsForPartition } from './operations/update-column-statistics-for-partition.ts';
import { updateColumnStatisticsForTable } from './operations/update-column-statistics-for-table.ts';
import { updateDatabase } from './operations/update-database.ts';
import { updatePartition } from './operations/update-partition.ts';
import { updateTable } from './operations/update-table.ts';
import { crawlerResource } from './resources/crawler.ts';
import { databaseResource } from './resources/database.ts';
import { partitionResource } from './resources/partition.ts';
import { tableResource } from './resources/table.ts';
import { type GlueStore, openStore } from './store.ts';

const operations: readonly ((store: GlueStore) => Operation)[] = [
  createDatabase,
  getDatabase,
  getDatabases,
  updateDatabase,
  deleteDatabase,
  createTable,
  getTable,
  getTables,
  updateTable,
  deleteTable,
  batchDeleteTable,
  getTableVersion,
  getTableVersions,
  deleteTableVersion,
  batchDeleteTableVersion,
  createPartition,
  batchCreatePartition,
  getPartition,
  getPartitions,
  batchGetPartition,
  updatePartition,
  batchUpdatePartition,
  deletePartition,
  batchDeletePartition,
  getColumnStatisticsForTable,
  updateColumnStatisticsForTable,
  deleteColumnStatisticsForTable,
  getColumnStatisticsForPartition,
  updateColumnStatisticsForPartition,
  deleteColumnStatisticsForPartition,
  getCatalogImportStatus,
  getUserDefinedFunctions,
];

/** The Glue Data Catalog, kept in `<stateDir>/glue`, and its crawlers. */
export function createGlue({ cloud, ...deps }: CrawlersDeps): Service {
  const store = openStore(join(cloud.stateDir, 'glue'));
  const crawlers = createCrawlers(store.crawlers, { cloud, ...deps });
  return {
    name: 'glue',
    operations: [
      ...operations.map((create) => boundByGrants(ofThisCatalog(create(store), cloud.account))),
      ...crawlerOperations(crawlers),
    ],
    resources: [databaseResource, tableResource, partitionResource, crawlerResource],
    start: crawlers.reschedule,
    stop: crawlers.close,
  };
}

const named = z.object({ CatalogId: z.string().optional() });

/** There is one Data Catalog here, the account's own. */
function ofThisCatalog(operation: Operation, account: string): Operation {
  return {
    ...operation,
    async handle(input, context) {
      const { CatalogId = account } = named.parse(input);
      if (CatalogId !== account) throw entityNotFound(`Catalog ${CatalogId} not found.`);
      return operation.handle(input, context);
    },
  };
}
