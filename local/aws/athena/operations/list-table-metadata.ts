import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { browse } from '../catalog/browse.ts';
import { required } from '../error.ts';
import { page } from '../paging.ts';

export const listTableMetadata = (athena: Athena) =>
  operation('athena', 'ListTableMetadata', {
    permissions: (input, context) => onResource('ListTableMetadata', 'datacatalog', input.CatalogName, context),
    async handle(input, context) {
      const database = required(input.DatabaseName, 'databaseName');
      const tables = await browse(athena, context, input.CatalogName).tables(database, input.Expression);
      const { items, nextToken } = page(tables, input.NextToken, input.MaxResults ?? 50);
      return { TableMetadataList: [...items], NextToken: nextToken };
    },
  });
