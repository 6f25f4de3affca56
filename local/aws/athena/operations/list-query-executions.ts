import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, defaultWorkGroup, findWorkGroup } from '../athena.ts';
import { page } from '../paging.ts';

/** Newest first. */
export const listQueryExecutions = (athena: Athena) =>
  operation('athena', 'ListQueryExecutions', {
    permissions: (input, context) =>
      onResource('ListQueryExecutions', 'workgroup', input.WorkGroup ?? defaultWorkGroup, context),
    handle(input) {
      const { name } = findWorkGroup(athena, input.WorkGroup);
      const executions = [...athena.store.executions.values()].filter(({ workGroup }) => workGroup === name);
      const ids = executions.sort((a, b) => b.submitted - a.submitted).map(({ id }) => id);
      const { items, nextToken } = page(ids, input.NextToken, input.MaxResults ?? 50);
      return { QueryExecutionIds: [...items], NextToken: nextToken };
    },
  });
