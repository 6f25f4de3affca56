import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { awsDataCatalog, describeCatalog, findCatalog } from '../data-catalog.ts';
import { invalidRequest } from '../error.ts';
import { removePermissions } from '../federated/deployer.ts';

export const deleteDataCatalog = ({ store }: Athena) =>
  operation('athena', 'DeleteDataCatalog', {
    permissions: (input, context) => [
      ...onResource('DeleteDataCatalog', 'datacatalog', input.Name, context),
      ...(store.catalogs.get(input.Name ?? '')?.type === 'FEDERATED'
        ? removePermissions(input.Name ?? '', context.cloud)
        : []),
    ],
    handle(input, { cloud }) {
      const catalog = findCatalog(store, input.Name, cloud.account);
      if (catalog.name === awsDataCatalog) throw invalidRequest('AwsDataCatalog cannot be deleted');
      store.catalogs.delete(catalog.name);
      return { DataCatalog: describeCatalog(catalog) };
    },
  });
