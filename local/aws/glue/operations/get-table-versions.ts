import { operation } from '../../../kernel/operation.ts';
import { describeTable } from '../describe.ts';
import { findTable } from '../find.ts';
import { page } from '../paging.ts';
import { onTable } from '../permission.ts';
import type { GlueStore } from '../store.ts';

/** Newest first. */
export const getTableVersions = (store: GlueStore) =>
  operation('glue', 'GetTableVersions', {
    permissions: (input, context) => onTable('GetTableVersions', input, context),
    handle(input, { cloud }) {
      const table = findTable(store, input.DatabaseName, input.TableName);
      const versions = [...store.versions.values()].filter(
        (version) => version.database === table.database && version.name === table.name,
      );
      const { items, nextToken } = page(
        versions.map((version) => [newestFirst(version.version), version]),
        { token: input.NextToken, max: input.MaxResults, limit: 100 },
      );
      return {
        TableVersions: items.map((version) => ({
          Table: describeTable(version, cloud.account),
          VersionId: String(version.version),
        })),
        NextToken: nextToken,
      };
    },
  });

const newestFirst = (version: number) => String(Number.MAX_SAFE_INTEGER - version).padStart(16, '0');
