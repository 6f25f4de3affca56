import { type Athena, type Execution, maxStatementBytes, tokenOf } from '@tributary/shared/athena.ts';
import { createTableSql } from '@tributary/shared/iceberg-table.ts';
import type { Count, Log } from '@tributary/shared/lambda.ts';
import type { SendEvents } from '@tributary/shared/send-events.ts';
import { daysOf, type SourceObject } from '../../core/batch.ts';
import type { Enrichment } from '../../core/enrichment.ts';
import { type MergeNames, mergeSql } from '../../core/merge.ts';
import { QueryFailedError, type Remaining, type RunQuery } from './run-query.ts';

export type MergeDeps = {
  readonly names: MergeNames & { readonly lakeBucket: string; readonly workGroup: string };
  readonly runQuery: RunQuery;
  readonly getUpdateCount: Athena['getUpdateCount'];
  readonly sendEvents: SendEvents;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly log: Pick<Log, 'info'>;
  readonly count: Count;
};

export type Batch = {
  readonly enrichment: Enrichment;
  readonly objects: readonly SourceObject[];
  /** The messages that told of the objects, and how often they have been received at most. */
  readonly messageIds: readonly string[];
  readonly receiveCount: number;
  readonly remaining: Remaining;
};

/** Merges a batch into its table, which it makes where it is missing, and sends `Table Updated`; throws when it did not. */
export type MergeBatch = (batch: Batch) => Promise<void>;

const extraAttempts = 2;

export function createMergeBatch(deps: MergeDeps): MergeBatch {
  const ensured = new Set<string>();

  return async function mergeBatch(batch) {
    const { enrichment, objects } = batch;
    const sql = mergeSql(enrichment, objects, deps.names);
    if (Buffer.byteLength(sql) > maxStatementBytes)
      throw new Error(`The MERGE of ${objects.length} objects is too long`);
    if (!ensured.has(enrichment.table)) await runWithRetries(deps, batch, createSql(enrichment, deps.names));
    ensured.add(enrichment.table);
    await report(deps, batch, await runWithRetries(deps, batch, sql));
  };
}

// A token is the statement, the messages and the attempt. When a killed function's messages come again, their first attempt is the
// execution that may still run, and is waited for instead of being run against; one that had failed gives way to the next.
async function runWithRetries({ runQuery, names, sleep }: MergeDeps, batch: Batch, sql: string): Promise<Execution> {
  const { lakeDatabase: database, workGroup } = names;
  for (let attempt = 1; ; attempt += 1) {
    const token = tokenOf(sql, ...batch.messageIds, attempt);
    try {
      return await runQuery({ sql, workGroup, database, token }, batch.remaining);
    } catch (error) {
      if (!(error instanceof QueryFailedError) || !triesAgain(batch, error, attempt)) throw error;
      if (attempt >= batch.receiveCount) await sleep(attempt * 1_000 * (1 + Math.random()));
    }
  }
}

// Each time that the messages are received there is one new attempt at least, whatever the earlier ones failed of.
function triesAgain({ receiveCount }: Batch, { failure }: QueryFailedError, attempt: number): boolean {
  return attempt < receiveCount || (failure.retryable && attempt < receiveCount + extraAttempts);
}

async function report(deps: MergeDeps, { enrichment, objects }: Batch, execution: Execution): Promise<void> {
  const { id: queryExecutionId, scannedBytes } = execution;
  const rows = await deps.getUpdateCount(queryExecutionId);
  deps.count('ObjectsEnriched', objects.length);
  deps.count('ScannedBytes', scannedBytes);
  deps.log.info('Merged', { table: enrichment.table, objects: objects.length, rows, scannedBytes, queryExecutionId });
  await deps.sendEvents([
    {
      type: 'Table Updated',
      detail: {
        version: '1',
        database: deps.names.lakeDatabase,
        table: enrichment.table,
        cause: 'rows',
        partitions: [...daysOf(objects)],
        queryExecutionId,
        ...(rows === undefined ? {} : { rows }),
      },
    },
  ]);
}

function createSql({ table, columns, partitionedBy }: Enrichment, names: MergeDeps['names']): string {
  const location = `s3://${names.lakeBucket}/iceberg/${table}/`;
  return createTableSql({ database: names.lakeDatabase, table, columns, partitionedBy, location });
}
