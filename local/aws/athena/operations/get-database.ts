import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { browse } from '../catalog/browse.ts';
import { required } from '../error.ts';

export const getDatabase = (athena: Athena) =>
  operation('athena', 'GetDatabase', {
    permissions: (input, context) => onResource('GetDatabase', 'datacatalog', input.CatalogName, context),
    handle: async (input, context) => ({
      Database: await browse(athena, context, input.CatalogName).database(required(input.DatabaseName, 'databaseName')),
    }),
  });
