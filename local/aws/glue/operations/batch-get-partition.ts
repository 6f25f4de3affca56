import { operation } from '../../../kernel/operation.ts';
import { describePartition } from '../describe.ts';
import { required } from '../error.ts';
import { findTable } from '../find.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

/** Up to 1,000 partitions; those that do not exist are left out. */
export const batchGetPartition = (store: GlueStore) =>
  operation('glue', 'BatchGetPartition', {
    permissions: (input, context) => onTable('BatchGetPartition', input, context),
    handle(input, { cloud }) {
      const table = findTable(store, input.DatabaseName, input.TableName);
      const wanted = required(input.PartitionsToGet, 'partitionsToGet');
      const found = wanted.flatMap(({ Values }) => store.partition(table.database, table.name, Values ?? []) ?? []);
      return {
        Partitions: found.map((partition) => describePartition(partition, cloud.account)),
        UnprocessedKeys: [],
      };
    },
  });
