import { operation } from '../../../kernel/operation.ts';
import { required } from '../error.ts';
import { findTable } from '../find.ts';
import { addPartition } from '../partition.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const createPartition = (store: GlueStore) =>
  operation('glue', 'CreatePartition', {
    permissions: (input, context) => onTable('CreatePartition', input, context),
    handle(input, { cloud }) {
      const table = findTable(store, input.DatabaseName, input.TableName);
      addPartition(store, table, required(input.PartitionInput, 'partitionInput'), cloud.clock.now());
      return {};
    },
  });
