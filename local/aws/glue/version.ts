import { entityNotFound, invalidInput, required } from './error.ts';
import { findTable } from './find.ts';
import { type GlueStore, keyOf } from './store.ts';

/** Deletes an archived version; the current one cannot go without its table. */
export function removeVersion(
  store: GlueStore,
  names: { readonly DatabaseName?: string | undefined; readonly TableName?: string | undefined },
  versionId: string | undefined,
) {
  const table = findTable(store, names.DatabaseName, names.TableName);
  const id = required(versionId, 'versionId');
  if (id === String(table.version)) throw invalidInput(`Version ${id} is the current version of table ${table.name}.`);
  if (!store.versions.delete(keyOf(table.database, table.name, id)))
    throw entityNotFound(`Version ${id} of table ${table.name} not found.`);
}
