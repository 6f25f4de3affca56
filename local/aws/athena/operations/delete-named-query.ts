import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, defaultWorkGroup } from '../athena.ts';
import { invalidRequest } from '../error.ts';

export const deleteNamedQuery = ({ store }: Athena) =>
  operation('athena', 'DeleteNamedQuery', {
    permissions(input, context) {
      const workGroup = store.namedQueries.get(input.NamedQueryId ?? '')?.workGroup ?? defaultWorkGroup;
      return onResource('DeleteNamedQuery', 'workgroup', workGroup, context);
    },
    handle(input) {
      if (!store.namedQueries.delete(input.NamedQueryId ?? ''))
        throw invalidRequest(`Named query ${input.NamedQueryId} was not found`);
      return {};
    },
  });
