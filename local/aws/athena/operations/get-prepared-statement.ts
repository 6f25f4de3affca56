import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { findPrepared } from '../prepared-statement.ts';

export const getPreparedStatement = (athena: Athena) =>
  operation('athena', 'GetPreparedStatement', {
    permissions: (input, context) => onResource('GetPreparedStatement', 'workgroup', input.WorkGroup, context),
    handle(input) {
      const { statement } = findPrepared(athena, input);
      return {
        PreparedStatement: {
          StatementName: statement.name,
          QueryStatement: statement.queryStatement,
          WorkGroupName: statement.workGroup,
          Description: statement.description,
          LastModifiedTime: new Date(statement.lastModified),
        },
      };
    },
  });
