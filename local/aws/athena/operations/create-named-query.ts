import { randomUUID } from 'node:crypto';
import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, defaultWorkGroup, findWorkGroup } from '../athena.ts';
import { invalidRequest, required } from '../error.ts';

export const createNamedQuery = (athena: Athena) =>
  operation('athena', 'CreateNamedQuery', {
    permissions: (input, context) =>
      onResource('CreateNamedQuery', 'workgroup', input.WorkGroup ?? defaultWorkGroup, context),
    handle(input) {
      const { ClientRequestToken: token, ...rest } = input;
      const known = token === undefined ? undefined : athena.store.tokens.get(`named query ${token}`);
      const request = JSON.stringify(rest);
      if (known && known.request !== request)
        throw invalidRequest('Idempotent parameters do not match', 'DUPLICATE_REQUEST');
      if (known) return { NamedQueryId: known.id };
      const id = randomUUID();
      if (token !== undefined) athena.store.tokens.put(`named query ${token}`, { id, request });
      athena.store.namedQueries.put(id, {
        id,
        name: required(input.Name, 'name'),
        description: input.Description,
        database: required(input.Database, 'database'),
        queryString: required(input.QueryString, 'queryString'),
        workGroup: findWorkGroup(athena, input.WorkGroup).name,
      });
      return { NamedQueryId: id };
    },
  });
