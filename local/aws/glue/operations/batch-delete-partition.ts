import { operation } from '../../../kernel/operation.ts';
import { errorDetail, required } from '../error.ts';
import { findTable } from '../find.ts';
import { removePartition } from '../partition.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

/** Up to 25 partitions; those that fail are listed under HTTP 200, the others are deleted. */
export const batchDeletePartition = (store: GlueStore) =>
  operation('glue', 'BatchDeletePartition', {
    permissions: (input, context) => onTable('BatchDeletePartition', input, context),
    handle(input) {
      const table = findTable(store, input.DatabaseName, input.TableName);
      const wanted = required(input.PartitionsToDelete, 'partitionsToDelete');
      const errors = wanted.flatMap(({ Values }) => {
        try {
          removePartition(store, table, Values);
          return [];
        } catch (error) {
          return [{ PartitionValues: Values, ErrorDetail: errorDetail(error) }];
        }
      });
      return { Errors: errors };
    },
  });
