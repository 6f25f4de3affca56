import { callerArn } from '../../../kernel/caller.ts';
import { notCovered } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { alreadyExists, required } from '../error.ts';
import { findDatabase } from '../find.ts';
import { entityName } from '../name.ts';
import { onTable } from '../permission.ts';
import { type GlueStore, keyOf, timeless } from '../store.ts';

export const createTable = (store: GlueStore) =>
  operation('glue', 'CreateTable', {
    permissions: (input, context) =>
      onTable('CreateTable', { DatabaseName: input.DatabaseName, TableName: input.TableInput?.Name }, context),
    handle(input, { cloud, caller }) {
      if (input.OpenTableFormatInput) throw notCovered('glue:CreateTable with OpenTableFormatInput');
      if (input.PartitionIndexes?.length) throw notCovered('glue:CreateTable with PartitionIndexes');
      const { Name, ...table } = required(input.TableInput, 'tableInput');
      const database = findDatabase(store, input.DatabaseName);
      const name = entityName(Name, 'name');
      const key = keyOf(database.name, name);
      if (store.tables.has(key)) throw alreadyExists(`Table ${name} already exists.`);
      const now = cloud.clock.now();
      const stored = {
        database: database.name,
        name,
        version: 0,
        createTime: now,
        updateTime: now,
        createdBy: callerArn(caller, cloud.account),
        ...timeless({ ...table, Name: name }),
      };
      store.tables.put(key, stored);
      store.versions.put(keyOf(database.name, name, '0'), stored);
      return {};
    },
  });
