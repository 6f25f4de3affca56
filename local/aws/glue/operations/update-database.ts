import { operation } from '../../../kernel/operation.ts';
import { required } from '../error.ts';
import { findDatabase } from '../find.ts';
import { onDatabase } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const updateDatabase = (store: GlueStore) =>
  operation('glue', 'UpdateDatabase', {
    permissions: (input, context) => onDatabase('UpdateDatabase', input.Name, context),
    handle(input) {
      const database = findDatabase(store, input.Name);
      store.databases.put(database.name, { ...database, input: required(input.DatabaseInput, 'databaseInput') });
      return {};
    },
  });
