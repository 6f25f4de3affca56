import type { Athena, Execution, Statement } from '@tributary/shared/athena.ts';
import type { QueryFailure } from '@tributary/shared/athena-failure.ts';

/** A statement that ended otherwise than SUCCEEDED. */
export class QueryFailedError extends Error {
  override readonly name = 'QueryFailedError';
  readonly executionId: string;
  readonly failure: QueryFailure;
  constructor(executionId: string, failure: QueryFailure) {
    super(`Query ${executionId} failed (${failure.category}): ${failure.message}`);
    this.executionId = executionId;
    this.failure = failure;
  }
}

/** A statement still ran when the function's own time was nearly up. */
export class QueryTooSlowError extends Error {
  override readonly name = 'QueryTooSlowError';
}

export type RunQueryDeps = {
  readonly athena: Pick<Athena, 'startQuery' | 'getQuery'>;
  readonly sleep: (milliseconds: number) => Promise<void>;
};

/** Milliseconds until the function is stopped. */
export type Remaining = () => number;

/** Runs a statement to its end; throws QueryFailedError or QueryTooSlowError when it did not succeed. */
export type RunQuery = (statement: Statement, remaining: Remaining) => Promise<Execution>;

const firstWaitMillis = 100;
const longestWaitMillis = 5_000;
const reserveMillis = 5_000;

export function createRunQuery({ athena, sleep }: RunQueryDeps): RunQuery {
  return async function runQuery(statement, remaining) {
    const id = await athena.startQuery(statement);
    for (let wait = firstWaitMillis; remaining() > reserveMillis; wait = Math.min(wait * 1.5, longestWaitMillis)) {
      const execution = await athena.getQuery(id);
      if (execution.state === 'SUCCEEDED') return execution;
      if (execution.failure) throw new QueryFailedError(id, execution.failure);
      await sleep(wait);
    }
    throw new QueryTooSlowError(
      `Query ${id} still runs; the batch comes again, and finds its rows or writes them then`,
    );
  };
}
