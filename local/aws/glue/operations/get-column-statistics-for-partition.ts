import { operation } from '../../../kernel/operation.ts';
import { onTable } from '../permission.ts';
import { readStatistics } from '../statistics.ts';
import type { GlueStore } from '../store.ts';

export const getColumnStatisticsForPartition = (store: GlueStore) =>
  operation('glue', 'GetColumnStatisticsForPartition', {
    permissions: (input, context) => onTable('GetPartition', input, context),
    handle: (input) => readStatistics(store, input, input.ColumnNames),
  });
