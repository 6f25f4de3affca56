import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, defaultWorkGroup } from '../athena.ts';
import { invalidRequest, required } from '../error.ts';
import { describeNamedQuery } from '../named-query.ts';

export const batchGetNamedQuery = ({ store }: Athena) =>
  operation('athena', 'BatchGetNamedQuery', {
    permissions(input, context) {
      const ids = input.NamedQueryIds ?? [];
      const workGroups = new Set(ids.map((id) => store.namedQueries.get(id)?.workGroup ?? defaultWorkGroup));
      return [...workGroups].flatMap((name) => onResource('BatchGetNamedQuery', 'workgroup', name, context));
    },
    handle(input) {
      const ids = required(input.NamedQueryIds, 'namedQueryIds');
      if (ids.length < 1 || ids.length > 50) throw invalidRequest('NamedQueryIds must hold 1 to 50 ids');
      const missing = ids.filter((id) => !store.namedQueries.has(id));
      return {
        NamedQueries: ids.flatMap((id) => store.namedQueries.get(id) ?? []).map(describeNamedQuery),
        UnprocessedNamedQueryIds: missing.map((id) => ({
          NamedQueryId: id,
          ErrorCode: 'INVALID_INPUT',
          ErrorMessage: `Named query ${id} was not found`,
        })),
      };
    },
  });
