import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { ObjectFiles } from '../../kernel/objects.ts';
import type { Operation } from '../../kernel/operation.ts';
import type { Service } from '../../kernel/service.ts';
import type { EmitEvent } from '../events/event.ts';
import { pgliteDatabases } from './engine/pglite.ts';
import { postgresqlDatabases } from './engine/postgresql.ts';
import type { Databases } from './engine/session.ts';
import { createRunner } from './execution/runner.ts';
import { batchExecuteStatement } from './operations/batch-execute-statement.ts';
import { cancelStatement } from './operations/cancel-statement.ts';
import { describeStatement } from './operations/describe-statement.ts';
import { executeStatement } from './operations/execute-statement.ts';
import { getStatementResult } from './operations/get-statement-result.ts';
import { listStatements } from './operations/list-statements.ts';
import type { RedshiftData } from './redshift-data.ts';
import { createResults } from './results.ts';
import { openRedshiftStore } from './store.ts';

const operations: readonly ((data: RedshiftData) => Operation)[] = [
  batchExecuteStatement,
  cancelStatement,
  describeStatement,
  executeStatement,
  getStatementResult,
  listStatements,
];

export type RedshiftDataOptions = {
  /** S3's objects, which COPY reads in place. */
  readonly objects: ObjectFiles;
  /** Takes the events of statements' ends to the default event bus. */
  readonly emit: EmitEvent;
  /** Throws unless the role trusts Redshift. */
  readonly checkTrust: (roleArn: string) => void;
  readonly databases: Databases;
};

/** The databases of a real PostgreSQL; without one ('') PGlite's, in `<stateDir>/redshift-data`. */
export function openDatabases({ stateDir, clock }: Pick<Cloud, 'stateDir' | 'clock'>, url: string): Databases {
  return url === '' ? pgliteDatabases(join(stateDir, 'redshift-data', 'databases'), clock) : postgresqlDatabases(url);
}

/** The Redshift Data API: Redshift's SQL as far as PostgreSQL has it, and COPY from S3. */
export function createRedshiftData(
  cloud: Cloud,
  { objects, emit, checkTrust, databases }: RedshiftDataOptions,
): Service {
  const folder = join(cloud.stateDir, 'redshift-data');
  const store = openRedshiftStore(folder);
  const results = createResults(join(folder, 'results'));
  const runner = createRunner({ cloud, store, results, databases, access: { cloud, objects, checkTrust }, emit });
  const data = { store, results, runner };
  return {
    name: 'redshift-data',
    operations: operations.map((create) => create(data)),
    start: () => runner.recover(),
    stop: () => runner.close(),
  };
}
