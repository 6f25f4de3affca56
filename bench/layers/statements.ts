import { BatchGetQueryExecutionCommand } from '@aws-sdk/client-athena';
import type { BenchLake } from './lake.ts';
import type { Shape } from './shapes.ts';

/** A statement that ran for a dataset; times are epoch ms, of Athena's own statistics. */
export type Statement = {
  readonly dataset: string;
  readonly run: string;
  readonly step: string;
  readonly sql: string;
  readonly from: number;
  readonly to: number;
};

const mostOfRun = 20;

/** The statements that datasets of a shape have had since then, in the order in which each dataset's were. */
export async function statementsSince(lake: BenchLake, shape: Shape, since: number): Promise<readonly Statement[]> {
  const entries = await Promise.all(
    shape.datasets.map(async ({ name }) => {
      const log = await lake.store.log(name, mostOfRun);
      const ran = log.filter(({ startedAt, lane }) => startedAt >= since && lane === 'write');
      return ran.toReversed().map((entry) => ({ dataset: name, ...entry }));
    }),
  );
  const found = entries.flat();
  const times = await timesOf(
    lake,
    found.map(({ executionId }) => executionId),
  );
  return found.map(({ dataset, run = '', step = '', executionId }) => {
    const times_ = times.get(executionId);
    if (times_ === undefined) throw new Error(`Athena knows nothing of ${executionId}`);
    return { dataset, run, step, ...times_ };
  });
}

type Times = Pick<Statement, 'sql' | 'from' | 'to'>;

const mostAtOnce = 50;

/** Queue and execution: from when a statement was submitted until it had ended. */
export async function timesOf(
  { athena }: Pick<BenchLake, 'athena'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Times>> {
  const times = new Map<string, Times>();
  for (let at = 0; at < ids.length; at += mostAtOnce) {
    const { QueryExecutions = [] } = await athena.send(
      new BatchGetQueryExecutionCommand({ QueryExecutionIds: ids.slice(at, at + mostAtOnce) }),
    );
    for (const { QueryExecutionId = '', Query = '', Status, Statistics } of QueryExecutions) {
      const from = Status?.SubmissionDateTime?.getTime() ?? 0;
      const ms = Statistics?.TotalExecutionTimeInMillis ?? 0;
      times.set(QueryExecutionId, { sql: Query, from, to: from + ms });
    }
  }
  return times;
}
