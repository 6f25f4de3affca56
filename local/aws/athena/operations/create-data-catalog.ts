import { operation } from '../../../kernel/operation.ts';
import { arnOf, onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { awsDataCatalog, describeCatalog, newCatalog } from '../data-catalog.ts';
import { invalidRequest } from '../error.ts';
import { createPermissions } from '../federated/deployer.ts';
import { writeTags } from '../tags.ts';

export const createDataCatalog = ({ store }: Athena) =>
  operation('athena', 'CreateDataCatalog', {
    permissions: (input, context) => [
      ...onResource('CreateDataCatalog', 'datacatalog', input.Name, context),
      ...(input.Type === 'FEDERATED' ? createPermissions(input.Name ?? '', context.cloud) : []),
    ],
    handle(input, context) {
      const catalog = newCatalog(input);
      const name = catalog.name.toLowerCase();
      const taken = [awsDataCatalog, ...store.catalogs.keys()].some((known) => known.toLowerCase() === name);
      if (taken) throw invalidRequest(`DataCatalog ${catalog.name} has already been created`);
      store.catalogs.put(catalog.name, catalog);
      writeTags(store, arnOf(context, 'datacatalog', catalog.name), input.Tags);
      return { DataCatalog: describeCatalog(catalog) };
    },
  });
