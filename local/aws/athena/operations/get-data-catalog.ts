import { operation } from '../../../kernel/operation.ts';
import { onResource } from '../arn.ts';
import type { Athena } from '../athena.ts';
import { describeCatalog, findCatalog } from '../data-catalog.ts';

export const getDataCatalog = ({ store }: Athena) =>
  operation('athena', 'GetDataCatalog', {
    permissions: (input, context) => onResource('GetDataCatalog', 'datacatalog', input.Name, context),
    handle: (input, { cloud }) => ({ DataCatalog: describeCatalog(findCatalog(store, input.Name, cloud.account)) }),
  });
