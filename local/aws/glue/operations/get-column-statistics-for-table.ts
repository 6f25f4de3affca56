import { operation } from '../../../kernel/operation.ts';
import { onTable } from '../permission.ts';
import { readStatistics } from '../statistics.ts';
import type { GlueStore } from '../store.ts';

export const getColumnStatisticsForTable = (store: GlueStore) =>
  operation('glue', 'GetColumnStatisticsForTable', {
    permissions: (input, context) => onTable('GetTable', input, context),
    handle: (input) => readStatistics(store, input, input.ColumnNames),
  });
