import { operation } from '../../../kernel/operation.ts';
import { acceptedOf } from '../accepted.ts';
import type { RedshiftData } from '../redshift-data.ts';
import { permissionsOf, submit } from '../submit.ts';

export const executeStatement = (data: RedshiftData) =>
  operation('redshift-data', 'ExecuteStatement', {
    permissions: (input, context) => permissionsOf('ExecuteStatement', input, context),
    async handle({ Sql = '', ...input }, context) {
      return acceptedOf(await submit(data, { ...input, sqls: [Sql], isBatch: false }, context));
    },
  });
