import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, defaultWorkGroup } from '../athena.ts';
import { invalidRequest, required } from '../error.ts';

/** Database and work group stay as they were made. */
export const updateNamedQuery = ({ store }: Athena) =>
  operation('athena', 'UpdateNamedQuery', {
    permissions(input, context) {
      const workGroup = store.namedQueries.get(input.NamedQueryId ?? '')?.workGroup ?? defaultWorkGroup;
      return onResource('UpdateNamedQuery', 'workgroup', workGroup, context);
    },
    handle(input) {
      const query = store.namedQueries.get(required(input.NamedQueryId, 'namedQueryId'));
      if (!query) throw invalidRequest(`Named query ${input.NamedQueryId} was not found`);
      store.namedQueries.put(query.id, {
        ...query,
        name: required(input.Name, 'name'),
        description: input.Description ?? query.description,
        queryString: required(input.QueryString, 'queryString'),
      });
      return {};
    },
  });
