import { createHash } from 'node:crypto';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { classifyFailure, type QueryFailure } from './athena-failure.ts';

export type Statement = {
  readonly sql: string;
  readonly workGroup: string;
  readonly database?: string;
  /** See tokenOf: the same token gives the same execution. */
  readonly token: string;
};

export type Execution = {
  readonly id: string;
  readonly state: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';
  readonly failure?: QueryFailure;
  readonly scannedBytes: number;
};

/** Starts a statement and gives its execution id. */
export type StartQuery = (statement: Statement) => Promise<string>;
export type GetQuery = (executionId: string) => Promise<Execution>;
/** Rows that a succeeded INSERT, MERGE, UPDATE or DELETE wrote; undefined for other statements. */
export type GetUpdateCount = (executionId: string) => Promise<number | undefined>;

export type Athena = {
  readonly startQuery: StartQuery;
  readonly getQuery: GetQuery;
  readonly getUpdateCount: GetUpdateCount;
};

/** Athena's limit on a statement. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
export const maxStatementBytes = 262_144;

export function createAthena(client: Pick<AthenaClient, 'send'>): Athena {
  return {
    async startQuery({ sql, workGroup, database, token }) {
      const answer = await client.send(
        new StartQueryExecutionCommand({
          QueryString: sql,
          WorkGroup: workGroup,
          ClientRequestToken: token,
          ...(database === undefined ? {} : { QueryExecutionContext: { Database: database } }),
        }),
      );
      return required(answer.QueryExecutionId, 'QueryExecutionId');
    },
    async getQuery(executionId) {
      const answer = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: executionId }));
      return readExecution(required(answer.QueryExecution, 'QueryExecution'));
    },
    async getUpdateCount(executionId) {
      const answer = await client.send(new GetQueryResultsCommand({ QueryExecutionId: executionId, MaxResults: 1 }));
      return answer.UpdateCount;
    },
  };
}

/** A client request token, 64 hexadecimal digits, from what makes this execution itself: its input and its attempt number. */
export function tokenOf(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

function readExecution(execution: QueryExecution): Execution {
  const state = required(execution.Status?.State, 'QueryExecution.Status.State');
  const failure = classifyFailure(execution.Status);
  return {
    id: required(execution.QueryExecutionId, 'QueryExecution.QueryExecutionId'),
    state,
    ...(failure ? { failure } : {}),
    scannedBytes: execution.Statistics?.DataScannedInBytes ?? 0,
  };
}

function required<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`Athena's answer has no ${name}`);
  return value;
}
