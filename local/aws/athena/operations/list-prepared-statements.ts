import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, findWorkGroup } from '../athena.ts';
import { required } from '../error.ts';
import { page } from '../paging.ts';

export const listPreparedStatements = (athena: Athena) =>
  operation('athena', 'ListPreparedStatements', {
    permissions: (input, context) => onResource('ListPreparedStatements', 'workgroup', input.WorkGroup, context),
    handle(input) {
      const { name } = findWorkGroup(athena, required(input.WorkGroup, 'workGroup'));
      const own = [...athena.store.preparedStatements.values()].filter(({ workGroup }) => workGroup === name);
      const { items, nextToken } = page(own, input.NextToken, input.MaxResults ?? 50);
      const PreparedStatements = items.map((statement) => ({
        StatementName: statement.name,
        LastModifiedTime: new Date(statement.lastModified),
      }));
      return { PreparedStatements, NextToken: nextToken };
    },
  });
