import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { required } from '../error.ts';
import { findPrepared } from '../prepared-statement.ts';

export const updatePreparedStatement = (athena: Athena) =>
  operation('athena', 'UpdatePreparedStatement', {
    permissions: (input, context) => onResource('UpdatePreparedStatement', 'workgroup', input.WorkGroup, context),
    handle(input, { cloud }) {
      const { key, statement } = findPrepared(athena, input);
      athena.store.preparedStatements.put(key, {
        ...statement,
        queryStatement: required(input.QueryStatement, 'queryStatement'),
        description: input.Description ?? statement.description,
        lastModified: cloud.clock.now(),
      });
      return {};
    },
  });
