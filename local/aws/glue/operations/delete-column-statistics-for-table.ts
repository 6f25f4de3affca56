import { operation } from '../../../kernel/operation.ts';
import { onTable } from '../permission.ts';
import { removeStatistics } from '../statistics.ts';
import type { GlueStore } from '../store.ts';

export const deleteColumnStatisticsForTable = (store: GlueStore) =>
  operation('glue', 'DeleteColumnStatisticsForTable', {
    permissions: (input, context) => onTable('UpdateTable', input, context),
    handle: (input) => removeStatistics(store, input, input.ColumnName),
  });
