import { operation } from '../../../kernel/operation.ts';
import { required } from '../error.ts';
import { findTable } from '../find.ts';
import { replacePartition } from '../partition.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const updatePartition = (store: GlueStore) =>
  operation('glue', 'UpdatePartition', {
    permissions: (input, context) => onTable('UpdatePartition', input, context),
    handle(input) {
      const table = findTable(store, input.DatabaseName, input.TableName);
      replacePartition(store, table, {
        oldValues: required(input.PartitionValueList, 'partitionValueList'),
        input: required(input.PartitionInput, 'partitionInput'),
      });
      return {};
    },
  });
