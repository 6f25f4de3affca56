import { operation } from '../../../kernel/operation.ts';
import { onTable } from '../permission.ts';
import { removeStatistics } from '../statistics.ts';
import type { GlueStore } from '../store.ts';

export const deleteColumnStatisticsForPartition = (store: GlueStore) =>
  operation('glue', 'DeleteColumnStatisticsForPartition', {
    permissions: (input, context) => onTable('UpdatePartition', input, context),
    handle: (input) => removeStatistics(store, input, input.ColumnName),
  });
