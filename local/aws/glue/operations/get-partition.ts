import { operation } from '../../../kernel/operation.ts';
import { describePartition } from '../describe.ts';
import { findPartition, findTable } from '../find.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const getPartition = (store: GlueStore) =>
  operation('glue', 'GetPartition', {
    permissions: (input, context) => onTable('GetPartition', input, context),
    handle(input, { cloud }) {
      const table = findTable(store, input.DatabaseName, input.TableName);
      return { Partition: describePartition(findPartition(store, table, input.PartitionValues), cloud.account) };
    },
  });
