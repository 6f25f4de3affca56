import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import { type Athena, findExecution, workGroupOf } from '../athena.ts';
import { timeline } from '../statistics.ts';

export const getQueryRuntimeStatistics = (athena: Athena) =>
  operation('athena', 'GetQueryRuntimeStatistics', {
    permissions: (input, context) =>
      onResource('GetQueryRuntimeStatistics', 'workgroup', workGroupOf(athena, input.QueryExecutionId), context),
    handle(input) {
      const execution = findExecution(athena, input.QueryExecutionId);
      const { scannedBytes, outputBytes, outputRows } = execution;
      return {
        QueryRuntimeStatistics: {
          Timeline: timeline(execution),
          Rows: {
            InputBytes: Math.round(scannedBytes),
            ...(outputRows === undefined ? {} : { OutputRows: outputRows }),
            ...(outputBytes === undefined ? {} : { OutputBytes: outputBytes }),
          },
        },
      };
    },
  });
