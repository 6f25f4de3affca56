import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { browse } from '../catalog/browse.ts';
import { page } from '../paging.ts';

export const listDatabases = (athena: Athena) =>
  operation('athena', 'ListDatabases', {
    permissions: (input, context) => onResource('ListDatabases', 'datacatalog', input.CatalogName, context),
    async handle(input, context) {
      const databases = await browse(athena, context, input.CatalogName).databases();
      const { items, nextToken } = page(databases, input.NextToken, input.MaxResults ?? 50);
      return { DatabaseList: [...items], NextToken: nextToken };
    },
  });
