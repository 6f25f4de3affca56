import { operation } from '../../../kernel/operation.ts';
import { findTable } from '../find.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const deleteTable = (store: GlueStore) =>
  operation('glue', 'DeleteTable', {
    permissions: (input, context) =>
      onTable('DeleteTable', { DatabaseName: input.DatabaseName, TableName: input.Name }, context),
    handle(input) {
      const table = findTable(store, input.DatabaseName, input.Name);
      store.deleteTable(table.database, table.name);
      return {};
    },
  });
