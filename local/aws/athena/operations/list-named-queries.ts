import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, defaultWorkGroup, findWorkGroup } from '../athena.ts';
import { page } from '../paging.ts';

export const listNamedQueries = (athena: Athena) =>
  operation('athena', 'ListNamedQueries', {
    permissions: (input, context) =>
      onResource('ListNamedQueries', 'workgroup', input.WorkGroup ?? defaultWorkGroup, context),
    handle(input) {
      const { name } = findWorkGroup(athena, input.WorkGroup);
      const ids = [...athena.store.namedQueries.values()]
        .filter((query) => query.workGroup === name)
        .map(({ id }) => id);
      const { items, nextToken } = page(ids, input.NextToken, input.MaxResults ?? 50);
      return { NamedQueryIds: [...items], NextToken: nextToken };
    },
  });
