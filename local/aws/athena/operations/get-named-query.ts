import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, defaultWorkGroup } from '../athena.ts';
import { invalidRequest } from '../error.ts';
import { describeNamedQuery } from '../named-query.ts';

export const getNamedQuery = ({ store }: Athena) =>
  operation('athena', 'GetNamedQuery', {
    permissions(input, context) {
      const workGroup = store.namedQueries.get(input.NamedQueryId ?? '')?.workGroup ?? defaultWorkGroup;
      return onResource('GetNamedQuery', 'workgroup', workGroup, context);
    },
    handle(input) {
      const query = store.namedQueries.get(input.NamedQueryId ?? '');
      if (!query) throw invalidRequest(`Named query ${input.NamedQueryId} was not found`);
      return { NamedQuery: describeNamedQuery(query) };
    },
  });
