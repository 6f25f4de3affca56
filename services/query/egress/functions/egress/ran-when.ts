import { type AthenaClient, GetQueryExecutionCommand, InvalidRequestException } from '@aws-sdk/client-athena';
import type { RanWhen } from './egress.ts';

/** When a statement ran, as Athena says. */
export function createRanWhen(client: Pick<AthenaClient, 'send'>): RanWhen {
  return async function ranWhen(QueryExecutionId) {
    try {
      const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
      const { SubmissionDateTime: from, CompletionDateTime: to } = QueryExecution?.Status ?? {};
      return from && to && { from: from.getTime(), to: to.getTime() };
    } catch (error) {
      if (error instanceof InvalidRequestException) return undefined;
      throw error;
    }
  };
}
