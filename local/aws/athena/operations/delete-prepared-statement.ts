import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { findPrepared } from '../prepared-statement.ts';

export const deletePreparedStatement = (athena: Athena) =>
  operation('athena', 'DeletePreparedStatement', {
    permissions: (input, context) => onResource('DeletePreparedStatement', 'workgroup', input.WorkGroup, context),
    handle(input) {
      athena.store.preparedStatements.delete(findPrepared(athena, input).key);
      return {};
    },
  });
