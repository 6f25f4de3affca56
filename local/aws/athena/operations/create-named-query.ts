import { randomUUID } from 'node:crypto';
import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, defaultWorkGroup, findWorkGroup } from '../athena.ts';
import { required } from '../error.ts';

export const createNamedQuery = (athena: Athena) =>
  operation('athena', 'CreateNamedQuery', {
    permissions: (input, context) =>
      onResource('CreateNamedQuery', 'workgroup', input.WorkGroup ?? defaultWorkGroup, context),
    handle(input) {
      const id = randomUUID();
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
