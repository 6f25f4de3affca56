import { operation } from '../../../kernel/operation.ts';
import { errorDetail, required } from '../error.ts';
import { findTable } from '../find.ts';
import { addPartition } from '../partition.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

/** Up to 100 partitions; those that fail are listed under HTTP 200, the others are made. */
export const batchCreatePartition = (store: GlueStore) =>
  operation('glue', 'BatchCreatePartition', {
    permissions: (input, context) => onTable('BatchCreatePartition', input, context),
    handle(input, { cloud }) {
      const table = findTable(store, input.DatabaseName, input.TableName);
      const inputs = required(input.PartitionInputList, 'partitionInputList');
      const errors = inputs.flatMap((partition) => {
        try {
          addPartition(store, table, partition, cloud.clock.now());
          return [];
        } catch (error) {
          return [{ PartitionValues: partition.Values, ErrorDetail: errorDetail(error) }];
        }
      });
      return { Errors: errors };
    },
  });
