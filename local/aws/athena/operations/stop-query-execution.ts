import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, findExecution, workGroupOf } from '../athena.ts';

export const stopQueryExecution = (athena: Athena) =>
  operation('athena', 'StopQueryExecution', {
    permissions: (input, context) =>
      onResource('StopQueryExecution', 'workgroup', workGroupOf(athena, input.QueryExecutionId), context),
    handle(input) {
      athena.executor.stop(findExecution(athena, input.QueryExecutionId).id);
      return {};
    },
  });
