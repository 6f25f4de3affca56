import { type AthenaClient, GetQueryResultsCommand, type Row } from '@aws-sdk/client-athena';

/** What a statement has given: NULL is undefined; types as Athena names them, `varchar`, `decimal(10,2)`. */
export type Rows = {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly (string | undefined)[])[];
};

/** The first rows of a SELECT that has succeeded, at most so many (1,000 and less is bounded memory). */
export type GetRows = (executionId: string, most: number) => Promise<Rows>;

// https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html
const mostOfPage = 1_000;

export function createGetRows(client: Pick<AthenaClient, 'send'>): GetRows {
  return async function getRows(executionId, most) {
    const rows: Rows['rows'][number][] = [];
    const first = await pageOf(client, { executionId, most: most + 1 });
    // Of a SELECT the first row of the first page has the columns' names.
    rows.push(...first.rows.slice(1));
    let { next } = first;
    while (next !== undefined && rows.length < most) {
      const page = await pageOf(client, { executionId, most: most - rows.length, next });
      rows.push(...page.rows);
      next = page.next;
    }
    return { columns: first.columns, rows: rows.slice(0, most) };
  };
}

type Asked = { readonly executionId: string; readonly most: number; readonly next?: string };

async function pageOf(client: Pick<AthenaClient, 'send'>, { executionId, most, next: NextToken }: Asked) {
  const input = { QueryExecutionId: executionId, MaxResults: Math.min(most, mostOfPage) };
  const page = await client.send(
    new GetQueryResultsCommand({ ...input, ...(NextToken === undefined ? {} : { NextToken }) }),
  );
  const { Rows: found = [], ResultSetMetadata: about } = page.ResultSet ?? {};
  return { rows: found.map(valuesOf), columns: (about?.ColumnInfo ?? []).map(columnOf), next: page.NextToken };
}

const valuesOf = ({ Data = [] }: Row) => Data.map(({ VarCharValue }) => VarCharValue);

type Info = { readonly Name: string | undefined; readonly Type: string | undefined } & {
  readonly Precision?: number | undefined;
  readonly Scale?: number | undefined;
};

function columnOf({ Name = '', Type = '', Precision, Scale }: Info): Rows['columns'][number] {
  return { name: Name, type: Type === 'decimal' ? `decimal(${Precision},${Scale})` : Type };
}
