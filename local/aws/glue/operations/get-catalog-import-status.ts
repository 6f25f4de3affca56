import { operation } from '../../../kernel/operation.ts';
import { onCatalog } from '../permission.ts';

/** There was never another catalog here: the import is always complete. */
export const getCatalogImportStatus = () =>
  operation('glue', 'GetCatalogImportStatus', {
    permissions: (_input, context) => onCatalog('GetCatalogImportStatus', context),
    handle: () => ({ ImportStatus: { ImportCompleted: true } }),
  });
