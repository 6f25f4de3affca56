import { operation } from '../../../kernel/operation.ts';
import { onTable } from '../permission.ts';
import { writeStatistics } from '../statistics.ts';
import type { GlueStore } from '../store.ts';

export const updateColumnStatisticsForTable = (store: GlueStore) =>
  operation('glue', 'UpdateColumnStatisticsForTable', {
    permissions: (input, context) => onTable('UpdateTable', input, context),
    handle: (input) => writeStatistics(store, input, input.ColumnStatisticsList),
  });
