import { operation } from '../../../kernel/operation.ts';
import { findDatabase } from '../find.ts';
import { onDatabase } from '../permission.ts';
import type { GlueStore } from '../store.ts';

/** Deletes a database and all that it holds, as the Data Catalog does. */
export const deleteDatabase = (store: GlueStore) =>
  operation('glue', 'DeleteDatabase', {
    permissions: (input, context) => onDatabase('DeleteDatabase', input.Name, context),
    handle(input) {
      const { name } = findDatabase(store, input.Name);
      for (const table of store.tablesOf(name)) store.deleteTable(name, table.name);
      store.databases.delete(name);
      return {};
    },
  });
