import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { findCatalog, newCatalog } from '../data-catalog.ts';

export const updateDataCatalog = ({ store }: Athena) =>
  operation('athena', 'UpdateDataCatalog', {
    permissions: (input, context) => onResource('UpdateDataCatalog', 'datacatalog', input.Name, context),
    handle(input, { cloud }) {
      const { name } = findCatalog(store, input.Name, cloud.account);
      store.catalogs.put(name, newCatalog({ ...input, Name: name }));
      return {};
    },
  });
