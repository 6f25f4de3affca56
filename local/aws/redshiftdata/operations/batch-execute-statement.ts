import { operation } from '../../../kernel/operation.ts';
import { acceptedOf } from '../accepted.ts';
import type { RedshiftData } from '../redshift-data.ts';
import { permissionsOf, submit } from '../submit.ts';

export const batchExecuteStatement = (data: RedshiftData) =>
  operation('redshift-data', 'BatchExecuteStatement', {
    permissions: (input, context) => permissionsOf('BatchExecuteStatement', input, context),
    async handle({ Sqls = [], ...input }, context) {
      return acceptedOf(await submit(data, { ...input, sqls: Sqls, isBatch: true }, context));
    },
  });
