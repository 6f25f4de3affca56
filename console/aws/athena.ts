import * as z from 'zod/mini';
import type { Cell, GridColumn } from '../parts/grid.tsx';
import { call } from './request.ts';

export type Statement = {
  readonly sql: string;
  readonly database: string;
  readonly workGroup: string;
  /** Of `?`, as SQL writes literals. */
  readonly parameters?: readonly string[];
};

export const executionSchema = z.object({
  QueryExecutionId: z.string(),
  Query: z.optional(z.string()),
  StatementType: z.optional(z.string()),
  SubstatementType: z.optional(z.string()),
  WorkGroup: z.optional(z.string()),
  ExecutionParameters: z.optional(z.array(z.string())),
  QueryExecutionContext: z.optional(z.object({ Database: z.optional(z.string()) })),
  Status: z.object({
    State: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
    StateChangeReason: z.optional(z.string()),
    /** Epoch seconds. */
    SubmissionDateTime: z.optional(z.number()),
    CompletionDateTime: z.optional(z.number()),
  }),
  ResultConfiguration: z.optional(z.object({ OutputLocation: z.optional(z.string()) })),
  Statistics: z.optional(
    z.object({
      DataScannedInBytes: z.optional(z.number()),
      TotalExecutionTimeInMillis: z.optional(z.number()),
    }),
  ),
});

export type Execution = z.infer<typeof executionSchema>;

/** What Athena said against a statement. */
export class StatementError extends Error {
  override readonly name = 'StatementError';
  readonly executionId: string;

  constructor(executionId: string, reason: string) {
    super(reason);
    this.executionId = executionId;
  }
}

const started = z.object({ QueryExecutionId: z.string() });

export async function start(
  { sql, database, workGroup, parameters = [] }: Statement,
  signal?: AbortSignal,
): Promise<string> {
  const input = {
    QueryString: sql,
    WorkGroup: workGroup,
    QueryExecutionContext: { Database: database },
    ...(parameters.length === 0 ? {} : { ExecutionParameters: parameters }),
  };
  return started.parse(await call('athena', 'StartQueryExecution', input, signal)).QueryExecutionId;
}

export async function look(executionId: string): Promise<Execution> {
  const output = await call('athena', 'GetQueryExecution', { QueryExecutionId: executionId });
  return z.object({ QueryExecution: executionSchema }).parse(output).QueryExecution;
}

export async function stop(executionId: string): Promise<void> {
  await call('athena', 'StopQueryExecution', { QueryExecutionId: executionId });
}

type Following = {
  readonly signal?: AbortSignal;
  readonly seen?: (execution: Execution) => void;
  /** Whether nobody waits for it any more: it is asked for no longer, and goes on. */
  readonly isOver?: () => boolean;
};

/** Waits until it has ended, and stops it when `signal` does; throws StatementError where it failed or was stopped. */
export async function ended(
  executionId: string,
  { signal, seen, isOver = () => false }: Following = {},
): Promise<Execution> {
  for (let waitMs = 60; ; waitMs = Math.min(waitMs * 1.5, 1000)) {
    if (signal?.aborted) {
      await stop(executionId);
      throw new StatementError(executionId, 'It was stopped.');
    }
    const execution = await look(executionId);
    seen?.(execution);
    const { State, StateChangeReason = '' } = execution.Status;
    if (State === 'SUCCEEDED' || isOver()) return execution;
    if (State === 'FAILED' || State === 'CANCELLED') throw new StatementError(executionId, StateChangeReason || State);
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

const resultsSchema = z.object({
  ResultSet: z.object({
    Rows: z.array(z.object({ Data: z.optional(z.array(z.object({ VarCharValue: z.optional(z.string()) }))) })),
    ResultSetMetadata: z.object({ ColumnInfo: z.array(z.object({ Name: z.string(), Type: z.string() })) }),
  }),
  NextToken: z.optional(z.string()),
});

export type Rows = { readonly columns: readonly GridColumn[]; readonly rows: readonly (readonly Cell[])[] };

/** The first rows of what a SELECT gave, at most 999: one page of GetQueryResults, without the line of names that leads it. */
export async function firstRows(executionId: string, most = 999): Promise<Rows> {
  const { columns, rows } = await page({ QueryExecutionId: executionId, MaxResults: most + 1 });
  return { columns, rows: withoutHead(columns, rows) };
}

/** All rows of what a SELECT gave, `most` of them at most, page by page. */
export async function allRows(executionId: string, most: number): Promise<Rows> {
  const first = await page({ QueryExecutionId: executionId, MaxResults: 1000 });
  const rows = [...withoutHead(first.columns, first.rows)];
  for (let next = first.next; next !== undefined && rows.length < most; ) {
    const more = await page({ QueryExecutionId: executionId, MaxResults: 1000, NextToken: next });
    rows.push(...more.rows);
    next = more.next;
  }
  return { columns: first.columns, rows: rows.slice(0, most) };
}

async function page(input: object): Promise<Rows & { readonly next: string | undefined }> {
  const { ResultSet, NextToken } = resultsSchema.parse(await call('athena', 'GetQueryResults', input));
  const columns = ResultSet.ResultSetMetadata.ColumnInfo.map(({ Name, Type }) => ({ name: Name, type: Type }));
  const rows = ResultSet.Rows.map(({ Data = [] }) => columns.map((_, at) => Data[at]?.VarCharValue ?? null));
  return { columns, rows, next: NextToken };
}

function withoutHead(columns: Rows['columns'], rows: Rows['rows']): Rows['rows'] {
  return rows[0]?.every((cell, at) => cell === columns[at]?.name) === true ? rows.slice(1) : rows;
}

/** Runs a SELECT to its end and gives its first rows. Throws StatementError, AwsError. */
export async function select(statement: Statement, signal?: AbortSignal, most?: number): Promise<Rows> {
  const executionId = await start(statement, signal);
  await ended(executionId, signal === undefined ? {} : { signal });
  return firstRows(executionId, most);
}
