import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { ObjectFiles } from '../../kernel/objects.ts';
import type { Operation } from '../../kernel/operation.ts';
import type { Service } from '../../kernel/service.ts';
import type { EmitEvent } from '../events/event.ts';
import type { Athena } from './athena.ts';
import { createExecutor } from './execution/executor.ts';
import { createFront, type Front } from './front/front.ts';
import { batchGetNamedQuery } from './operations/batch-get-named-query.ts';
import { batchGetQueryExecution } from './operations/batch-get-query-execution.ts';
import { createDataCatalog } from './operations/create-data-catalog.ts';
import { createNamedQuery } from './operations/create-named-query.ts';
import { createPreparedStatement } from './operations/create-prepared-statement.ts';
import { createWorkGroup } from './operations/create-work-group.ts';
import { deleteDataCatalog } from './operations/delete-data-catalog.ts';
import { deleteNamedQuery } from './operations/delete-named-query.ts';
import { deletePreparedStatement } from './operations/delete-prepared-statement.ts';
import { deleteWorkGroup } from './operations/delete-work-group.ts';
import { getDataCatalog } from './operations/get-data-catalog.ts';
import { getDatabase } from './operations/get-database.ts';
import { getNamedQuery } from './operations/get-named-query.ts';
import { getPreparedStatement } from './operations/get-prepared-statement.ts';
import { getQueryExecution } from './operations/get-query-execution.ts';
import { getQueryResults } from './operations/get-query-results.ts';
import { getQueryRuntimeStatistics } from './operations/get-query-runtime-statistics.ts';
import { getTableMetadata } from './operations/get-table-metadata.ts';
import { getWorkGroup } from './operations/get-work-group.ts';
import { listDataCatalogs } from './operations/list-data-catalogs.ts';
import { listDatabases } from './operations/list-databases.ts';
import { listNamedQueries } from './operations/list-named-queries.ts';
import { listPreparedStatements } from './operations/list-prepared-statements.ts';
import { listQueryExecutions } from './operations/list-query-executions.ts';
import { listTableMetadata } from './operations/list-table-metadata.ts';
import { listTagsForResource } from './operations/list-tags-for-resource.ts';
import { listWorkGroups } from './operations/list-work-groups.ts';
import { startQueryExecution } from './operations/start-query-execution.ts';
import { stopQueryExecution } from './operations/stop-query-execution.ts';
import { tagResource } from './operations/tag-resource.ts';
import { untagResource } from './operations/untag-resource.ts';
import { updateDataCatalog } from './operations/update-data-catalog.ts';
import { updateNamedQuery } from './operations/update-named-query.ts';
import { updatePreparedStatement } from './operations/update-prepared-statement.ts';
import { updateWorkGroup } from './operations/update-work-group.ts';
import { dataCatalogResource } from './resources/data-catalog.ts';
import { namedQueryResource } from './resources/named-query.ts';
import { preparedStatementResource } from './resources/prepared-statement.ts';
import { workGroupResource } from './resources/work-group.ts';
import { openAthenaStore } from './store.ts';

const operations: readonly ((athena: Athena) => Operation)[] = [
  batchGetNamedQuery,
  batchGetQueryExecution,
  createDataCatalog,
  createNamedQuery,
  createPreparedStatement,
  createWorkGroup,
  deleteDataCatalog,
  deleteNamedQuery,
  deletePreparedStatement,
  deleteWorkGroup,
  getDataCatalog,
  getDatabase,
  getNamedQuery,
  getPreparedStatement,
  getQueryExecution,
  getQueryResults,
  getQueryRuntimeStatistics,
  getTableMetadata,
  getWorkGroup,
  listDataCatalogs,
  listDatabases,
  listNamedQueries,
  listPreparedStatements,
  listQueryExecutions,
  listTableMetadata,
  listTagsForResource,
  listWorkGroups,
  startQueryExecution,
  stopQueryExecution,
  tagResource,
  untagResource,
  updateDataCatalog,
  updateNamedQuery,
  updatePreparedStatement,
  updateWorkGroup,
];

export type AthenaOptions = {
  readonly cloud: Cloud;
  /** S3's objects, read in place. */
  readonly objects: ObjectFiles;
  /** Takes the state-change events to the default event bus. */
  readonly emit: EmitEvent;
  /** A folder of CSV files, `<catalog>/<table>.csv`, that stand in for databases whose host is a reserved name. */
  readonly catalogsDir: string;
  readonly front?: Front;
  /** Statements that run at once; default 4. */
  readonly slots?: number;
  /** How long a statement may run; default half an hour, as DML may on AWS. */
  readonly timeLimitMillis?: number;
};

/** Athena on DuckDB, its state in `<stateDir>/athena`. */
export function createAthena(options: AthenaOptions): Service {
  const { cloud, objects, emit, catalogsDir, front = createFront(), slots = 4, timeLimitMillis = 1_800_000 } = options;
  const store = openAthenaStore(join(cloud.stateDir, 'athena'), cloud.clock.now());
  const executor = createExecutor({ cloud, objects, emit, catalogsDir, front, store, slots, timeLimitMillis });
  const athena = { store, executor, front, objects, catalogsDir };
  return {
    name: 'athena',
    operations: operations.map((create) => create(athena)),
    resources: [workGroupResource, dataCatalogResource, namedQueryResource, preparedStatementResource],
    start: () => executor.recover(),
    async stop() {
      await executor.close();
      await front.close();
    },
  };
}
