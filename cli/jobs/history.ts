import { type AthenaClient, BatchGetQueryExecutionCommand, ListQueryExecutionsCommand } from '@aws-sdk/client-athena';

/** Statements of people, from Athena's own history. */
export type History = {
  readonly statements: readonly { readonly sql: string; readonly at: number }[];
  /** How far back it was read (epoch ms); undefined where there is nothing at all. */
  readonly since: number | undefined;
  /** There are older ones, which were not asked for. */
  readonly isCut: boolean;
};

export type HistoryOf = {
  readonly workGroup: string;
  /** Older statements are of no interest (epoch ms). */
  readonly from: number;
  /** No more statements are read. */
  readonly most: number;
};

// https://docs.aws.amazon.com/athena/latest/APIReference/API_BatchGetQueryExecution.html
const pageSize = 50;

/** Reads the newest statements of a work group, 50 a call. Athena keeps them for 45 days. */
export async function readHistory(
  athena: Pick<AthenaClient, 'send'>,
  { workGroup, from, most }: HistoryOf,
): Promise<History> {
  const statements: { sql: string; at: number }[] = [];
  let token: string | undefined;
  let isOlder = false;
  do {
    const page = await athena.send(
      new ListQueryExecutionsCommand({ WorkGroup: workGroup, MaxResults: pageSize, NextToken: token }),
    );
    const QueryExecutionIds = page.QueryExecutionIds ?? [];
    token = page.NextToken;
    if (QueryExecutionIds.length === 0) continue;
    const { QueryExecutions = [] } = await athena.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds }));
    const read = QueryExecutions.map(({ Query: sql = '', Status }) => ({
      sql,
      at: Status?.SubmissionDateTime?.getTime() ?? 0,
    }));
    statements.push(...read.filter(({ at }) => at >= from));
    isOlder = read.length > 0 && read.every(({ at }) => at < from);
  } while (token !== undefined && !isOlder && statements.length < most);
  const isCut = token !== undefined && !isOlder;
  const oldest = statements.reduce<number | undefined>((least, { at }) => Math.min(at, least ?? at), undefined);
  return { statements, since: oldest, isCut };
}
