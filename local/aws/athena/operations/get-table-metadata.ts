import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { browse } from '../catalog/browse.ts';
import { required } from '../error.ts';

export const getTableMetadata = (athena: Athena) =>
  operation('athena', 'GetTableMetadata', {
    permissions: (input, context) => onResource('GetTableMetadata', 'datacatalog', input.CatalogName, context),
    handle: async (input, context) => ({
      TableMetadata: await browse(athena, context, input.CatalogName).table(
        required(input.DatabaseName, 'databaseName'),
        required(input.TableName, 'tableName'),
      ),
    }),
  });
