import { operation } from '../../../kernel/operation.ts';
import { describeTable } from '../describe.ts';
import { findTable } from '../find.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const getTable = (store: GlueStore) =>
  operation('glue', 'GetTable', {
    permissions: (input, context) =>
      onTable('GetTable', { DatabaseName: input.DatabaseName, TableName: input.Name }, context),
    handle: (input, { cloud }) => ({
      Table: describeTable(findTable(store, input.DatabaseName, input.Name), cloud.account),
    }),
  });
