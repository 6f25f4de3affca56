import { operation } from '../../../kernel/operation.ts';
import { describeDatabase } from '../describe.ts';
import { page } from '../paging.ts';
import { onCatalog } from '../permission.ts';
import type { GlueStore } from '../store.ts';

export const getDatabases = (store: GlueStore) =>
  operation('glue', 'GetDatabases', {
    permissions: (_input, context) => onCatalog('GetDatabases', context),
    handle(input, { cloud }) {
      const { items, nextToken } = page([...store.databases.entries()], {
        token: input.NextToken,
        max: input.MaxResults,
        limit: 100,
      });
      return { DatabaseList: items.map((item) => describeDatabase(item, cloud.account)), NextToken: nextToken };
    },
  });
