import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  InvalidRequestException,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { classifyFailure, type QueryFailure } from './athena-failure.ts';
import { createGetRows, type GetRows } from './athena-rows.ts';

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

/** Athena does not take a statement: it is malformed, too long, or names what is not there. */
export class StatementRefusedError extends Error {
  override readonly name = 'StatementRefusedError';
}

/** Starts a statement and gives its execution id; throws StatementRefusedError. */
export type StartQuery = (statement: Statement) => Promise<string>;
export type GetQuery = (executionId: string) => Promise<Execution>;
/** Asks for the end of an execution; of one that has ended it does nothing. */
export type StopQuery = (executionId: string) => Promise<void>;
/** Rows that a succeeded INSERT, MERGE, UPDATE or DELETE wrote; undefined for other statements. */
export type GetUpdateCount = (executionId: string) => Promise<number | undefined>;

export type Athena = {
  readonly startQuery: StartQuery;
  readonly getQuery: GetQuery;
  readonly stopQuery: StopQuery;
  readonly getUpdateCount: GetUpdateCount;
  readonly getRows: GetRows;
};

/** Athena's limit on a statement. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html */
export const maxStatementBytes = 262_144;

export function createAthena(client: Pick<AthenaClient, 'send'>): Athena {
  return {
    async startQuery({ sql, workGroup, database, token }) {
      const input = {
        QueryString: sql,
        WorkGroup: workGroup,
        ClientRequestToken: token,
        ...(database === undefined ? {} : { QueryExecutionContext: { Database: database } }),
      };
      try {
        const answer = await client.send(new StartQueryExecutionCommand(input));
        return required(answer.QueryExecutionId, 'QueryExecutionId');
      } catch (error) {
        // A token that stands for another request, or for another role's, says nothing of the statement.
        if (!(error instanceof InvalidRequestException) || error.AthenaErrorCode === 'DUPLICATE_REQUEST') throw error;
        throw new StatementRefusedError(`${error.AthenaErrorCode ?? error.name}: ${error.message}`, { cause: error });
      }
    },
    async getQuery(executionId) {
      const answer = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: executionId }));
      return readExecution(required(answer.QueryExecution, 'QueryExecution'));
    },
    async stopQuery(executionId) {
      try {
        await client.send(new StopQueryExecutionCommand({ QueryExecutionId: executionId }));
      } catch (error) {
        if (!(error instanceof InvalidRequestException)) throw error;
      }
    },
    async getUpdateCount(executionId) {
      const answer = await client.send(new GetQueryResultsCommand({ QueryExecutionId: executionId, MaxResults: 1 }));
      return answer.UpdateCount;
    },
    getRows: createGetRows(client),
  };
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
