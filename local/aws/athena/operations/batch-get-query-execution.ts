import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, workGroupOf } from '../athena.ts';
import { invalidRequest, required } from '../error.ts';
import { describeExecution } from '../statistics.ts';

export const batchGetQueryExecution = (athena: Athena) =>
  operation('athena', 'BatchGetQueryExecution', {
    permissions(input, context) {
      const workGroups = new Set((input.QueryExecutionIds ?? []).map((id) => workGroupOf(athena, id)));
      return [...workGroups].flatMap((name) => onResource('BatchGetQueryExecution', 'workgroup', name, context));
    },
    handle(input) {
      const ids = required(input.QueryExecutionIds, 'queryExecutionIds');
      if (ids.length < 1 || ids.length > 50) throw invalidRequest('QueryExecutionIds must hold 1 to 50 ids');
      const found = ids.flatMap((id) => athena.store.executions.get(id) ?? []);
      const missing = ids.filter((id) => !athena.store.executions.has(id));
      return {
        QueryExecutions: found.map(describeExecution),
        UnprocessedQueryExecutionIds: missing.map((id) => ({
          QueryExecutionId: id,
          ErrorCode: 'INVALID_INPUT',
          ErrorMessage: `QueryExecution ${id} was not found`,
        })),
      };
    },
  });
