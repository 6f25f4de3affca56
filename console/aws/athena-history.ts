import * as z from 'zod/mini';
import { type Execution, executionSchema } from './athena.ts';
import { call } from './request.ts';

const listed = z.object({ QueryExecutionIds: z.optional(z.array(z.string())), NextToken: z.optional(z.string()) });
const found = z.object({ QueryExecutions: z.array(executionSchema) });

export type HistoryPage = { readonly executions: readonly Execution[]; readonly next: string | undefined };

/** Statements of a work group, the newest first, 50 at a time. */
export async function readHistory(workGroup: string, token?: string, signal?: AbortSignal): Promise<HistoryPage> {
  const input = { WorkGroup: workGroup, MaxResults: 50, ...(token === undefined ? {} : { NextToken: token }) };
  const { QueryExecutionIds = [], NextToken } = listed.parse(
    await call('athena', 'ListQueryExecutions', input, signal),
  );
  if (QueryExecutionIds.length === 0) return { executions: [], next: NextToken };
  const { QueryExecutions } = found.parse(
    await call('athena', 'BatchGetQueryExecution', { QueryExecutionIds }, signal),
  );
  const byId = new Map(QueryExecutions.map((each) => [each.QueryExecutionId, each]));
  return { executions: QueryExecutionIds.flatMap((id) => byId.get(id) ?? []), next: NextToken };
}

const groupsSchema = z.object({
  WorkGroups: z.array(z.object({ Name: z.string() })),
  NextToken: z.optional(z.string()),
});

/** Names of all work groups. */
export async function listWorkGroups(signal?: AbortSignal): Promise<readonly string[]> {
  const names: string[] = [];
  let token: string | undefined;
  do {
    const input = token === undefined ? {} : { NextToken: token };
    const { WorkGroups, NextToken } = groupsSchema.parse(await call('athena', 'ListWorkGroups', input, signal));
    names.push(...WorkGroups.map(({ Name }) => Name));
    token = NextToken;
  } while (token !== undefined);
  return names;
}
