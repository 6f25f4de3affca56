import {
  type AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type GetQueryResultsOutput,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';

export type Answer = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** As Athena gives them: text, null for NULL. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly scannedBytes: number;
  readonly elapsedMs: number;
};

export type Question = {
  readonly sql: string;
  readonly database: string;
  readonly workGroup: string;
  readonly maxRows?: number;
};

/** Athena refused or failed the statement; the message is Athena's. */
export class QueryFailedError extends Error {
  override readonly name = 'QueryFailedError';
}

export type Ask = (question: Question, signal?: AbortSignal) => Promise<Answer>;

/** Asks Athena and waits for the answer. When the signal fires, the statement is stopped too. */
export function createAsk(client: AthenaClient): Ask {
  return async (question, signal) => {
    const { QueryExecutionId: id } = await client.send(
      new StartQueryExecutionCommand({
        QueryString: question.sql,
        WorkGroup: question.workGroup,
        QueryExecutionContext: { Database: question.database },
      }),
    );
    const stop = () => void client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined);
    signal?.addEventListener('abort', stop, { once: true });
    const { scannedBytes, elapsedMs } = await settled(client, id).finally(() =>
      signal?.removeEventListener('abort', stop),
    );
    return { ...(await readRows(client, id, question.maxRows ?? 10_000)), scannedBytes, elapsedMs };
  };
}

async function settled(
  client: AthenaClient,
  id: string | undefined,
): Promise<{ scannedBytes: number; elapsedMs: number }> {
  for (let pause = 25; ; pause = Math.min(pause * 1.5, 2000)) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    const state = QueryExecution?.Status?.State;
    if (state === 'SUCCEEDED') {
      return {
        scannedBytes: QueryExecution?.Statistics?.DataScannedInBytes ?? 0,
        elapsedMs: QueryExecution?.Statistics?.TotalExecutionTimeInMillis ?? 0,
      };
    }
    if (state === 'FAILED' || state === 'CANCELLED') {
      throw new QueryFailedError(QueryExecution?.Status?.StateChangeReason ?? `The statement ended ${state}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

async function readRows(
  client: AthenaClient,
  id: string | undefined,
  maxRows: number,
): Promise<Pick<Answer, 'columns' | 'rows'>> {
  const first = await client.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
  const columns = (first.ResultSet?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name, Type }) => ({
    name: Name ?? '',
    type: Type ?? '',
  }));
  const rows = rowsOf(first);
  let { NextToken } = first;
  while (NextToken !== undefined && rows.length <= maxRows) {
    const page: GetQueryResultsOutput = await client.send(
      new GetQueryResultsCommand({ QueryExecutionId: id, NextToken }),
    );
    rows.push(...rowsOf(page));
    NextToken = page.NextToken;
  }
  const isHeader = rows[0]?.length === columns.length && columns.every(({ name }, at) => rows[0]?.[at] === name);
  return { columns, rows: (isHeader ? rows.slice(1) : rows).slice(0, maxRows) };
}

function rowsOf({ ResultSet }: GetQueryResultsOutput): (string | null)[][] {
  return (ResultSet?.Rows ?? []).map(({ Data }) => (Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null));
}
