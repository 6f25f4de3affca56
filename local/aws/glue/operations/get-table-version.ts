import { operation } from '../../../kernel/operation.ts';
import { describeTable } from '../describe.ts';
import { entityNotFound } from '../error.ts';
import { findTable } from '../find.ts';
import { onTable } from '../permission.ts';
import { type GlueStore, keyOf } from '../store.ts';

export const getTableVersion = (store: GlueStore) =>
  operation('glue', 'GetTableVersion', {
    permissions: (input, context) => onTable('GetTableVersion', input, context),
    handle(input, { cloud }) {
      const table = findTable(store, input.DatabaseName, input.TableName);
      const id = input.VersionId ?? String(table.version);
      const version = store.versions.get(keyOf(table.database, table.name, id));
      if (!version) throw entityNotFound(`Version ${id} of table ${table.name} not found.`);
      return { TableVersion: { Table: describeTable(version, cloud.account), VersionId: id } };
    },
  });
