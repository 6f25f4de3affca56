import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, findExecution, workGroupOf } from '../athena.ts';
import { describeExecution } from '../statistics.ts';

export const getQueryExecution = (athena: Athena) =>
  operation('athena', 'GetQueryExecution', {
    permissions: (input, context) =>
      onResource('GetQueryExecution', 'workgroup', workGroupOf(athena, input.QueryExecutionId), context),
    handle: (input) => ({ QueryExecution: describeExecution(findExecution(athena, input.QueryExecutionId)) }),
  });
