import { operation } from '../../../kernel/operation.ts';
import { errorDetail, required } from '../error.ts';
import { findTable } from '../find.ts';
import { replacePartition } from '../partition.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

/** Up to 100 partitions; those that fail are listed under HTTP 200, the others are replaced. */
export const batchUpdatePartition = (store: GlueStore) =>
  operation('glue', 'BatchUpdatePartition', {
    permissions: (input, context) => onTable('BatchUpdatePartition', input, context),
    handle(input) {
      const table = findTable(store, input.DatabaseName, input.TableName);
      const errors = required(input.Entries, 'entries').flatMap((entry) => {
        try {
          replacePartition(store, table, {
            oldValues: required(entry.PartitionValueList, 'partitionValueList'),
            input: required(entry.PartitionInput, 'partitionInput'),
          });
          return [];
        } catch (error) {
          return [{ PartitionValueList: entry.PartitionValueList, ErrorDetail: errorDetail(error) }];
        }
      });
      return { Errors: errors };
    },
  });
