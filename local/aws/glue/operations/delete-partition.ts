import { operation } from '../../../kernel/operation.ts';
import { findTable } from '../find.ts';
import { removePartition } from '../partition.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const deletePartition = (store: GlueStore) =>
  operation('glue', 'DeletePartition', {
    permissions: (input, context) => onTable('DeletePartition', input, context),
    handle(input) {
      removePartition(store, findTable(store, input.DatabaseName, input.TableName), input.PartitionValues);
      return {};
    },
  });
