import { operation } from '../../../kernel/operation.ts';
import { alreadyExists, required } from '../error.ts';
import { entityName } from '../name.ts';
import { onDatabase } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const createDatabase = (store: GlueStore) =>
  operation('glue', 'CreateDatabase', {
    permissions: (input, context) => onDatabase('CreateDatabase', input.DatabaseInput?.Name, context),
    handle(input, { cloud }) {
      const database = required(input.DatabaseInput, 'databaseInput');
      const name = entityName(database.Name, 'name');
      if (store.databases.has(name)) throw alreadyExists(`Database ${name} already exists.`);
      store.databases.put(name, { name, createTime: cloud.clock.now(), input: database });
      return {};
    },
  });
