import { operation } from '../../../kernel/operation.ts';
import { onAll } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { awsDataCatalog } from '../data-catalog.ts';
import { page } from '../paging.ts';

export const listDataCatalogs = ({ store }: Athena) =>
  operation('athena', 'ListDataCatalogs', {
    permissions: () => onAll('ListDataCatalogs'),
    handle(input) {
      const own = [...store.catalogs.values()].map(({ name, type }) => ({ CatalogName: name, Type: type }));
      const all = [{ CatalogName: awsDataCatalog, Type: 'GLUE' as const }, ...own];
      const { items, nextToken } = page(all, input.NextToken, input.MaxResults ?? 50);
      return { DataCatalogsSummary: [...items], NextToken: nextToken };
    },
  });
