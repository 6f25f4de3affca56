import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, findWorkGroup } from '../athena.ts';
import { invalidRequest, required } from '../error.ts';

export const createPreparedStatement = (athena: Athena) =>
  operation('athena', 'CreatePreparedStatement', {
    permissions: (input, context) => onResource('CreatePreparedStatement', 'workgroup', input.WorkGroup, context),
    handle(input, { cloud }) {
      const name = required(input.StatementName, 'statementName');
      if (!/^[a-zA-Z_][a-zA-Z0-9_@:]{0,255}$/.test(name)) throw invalidRequest(`StatementName ${name} is not valid`);
      const workGroup = findWorkGroup(athena, required(input.WorkGroup, 'workGroup')).name;
      const key = JSON.stringify([workGroup, name]);
      if (athena.store.preparedStatements.has(key)) throw invalidRequest(`PreparedStatement ${name} already exists`);
      athena.store.preparedStatements.put(key, {
        name,
        workGroup,
        queryStatement: required(input.QueryStatement, 'queryStatement'),
        description: input.Description,
        lastModified: cloud.clock.now(),
      });
      return {};
    },
  });
