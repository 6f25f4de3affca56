import { operation } from '../../../kernel/operation.ts';
import { onTable } from '../permission.ts';
import { writeStatistics } from '../statistics.ts';
import type { GlueStore } from '../store.ts';

export const updateColumnStatisticsForPartition = (store: GlueStore) =>
  operation('glue', 'UpdateColumnStatisticsForPartition', {
    permissions: (input, context) => onTable('UpdatePartition', input, context),
    handle: (input) => writeStatistics(store, input, input.ColumnStatisticsList),
  });
