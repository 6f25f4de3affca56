import { operation } from '../../../kernel/operation.ts';
import { errorDetail, required } from '../error.ts';
import { findDatabase, findTable } from '../find.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const batchDeleteTable = (store: GlueStore) =>
  operation('glue', 'BatchDeleteTable', {
    permissions: (input, context) =>
      (input.TablesToDelete ?? []).flatMap((name) =>
        onTable('BatchDeleteTable', { DatabaseName: input.DatabaseName, TableName: name }, context),
      ),
    handle(input) {
      findDatabase(store, input.DatabaseName);
      const names = required(input.TablesToDelete, 'tablesToDelete');
      const errors = names.flatMap((name) => {
        try {
          const table = findTable(store, input.DatabaseName, name);
          store.deleteTable(table.database, table.name);
          return [];
        } catch (error) {
          return [{ TableName: name, ErrorDetail: errorDetail(error) }];
        }
      });
      return { Errors: errors };
    },
  });
