import type { DataCatalog } from '@aws-sdk/client-athena';
import { invalidRequest, required } from './error.ts';
import { checkFederated } from './federated/check-catalog.ts';
import type { AthenaStore, CatalogType, StoredCatalog } from './store.ts';

/** The Glue Data Catalog of the account, always there. */
export const awsDataCatalog = 'AwsDataCatalog';

/** A data catalog by its name, whatever its case. */
export function findCatalog(store: AthenaStore, name: string | undefined, account: string): StoredCatalog {
  const wanted = required(name, 'name').toLowerCase();
  if (wanted === awsDataCatalog.toLowerCase())
    return { name: awsDataCatalog, type: 'GLUE', parameters: { 'catalog-id': account } };
  const found = [...store.catalogs.values()].find((catalog) => catalog.name.toLowerCase() === wanted);
  if (!found) throw invalidRequest(`DataCatalog ${name} was not found`, 'DATACATALOG_NOT_FOUND');
  return found;
}

/** Reads a catalog's definition, refusing what Athena would refuse. */
export function newCatalog(input: {
  readonly Name?: string | undefined;
  readonly Type?: CatalogType | undefined;
  readonly Description?: string | undefined;
  readonly Parameters?: Readonly<Record<string, string>> | undefined;
}): StoredCatalog {
  const name = required(input.Name, 'name');
  if (!/^[\w@-]{1,256}$/.test(name)) throw invalidRequest(`DataCatalog name ${name} is not valid`);
  const type = required(input.Type, 'type');
  const catalog = { name, type, description: input.Description, parameters: input.Parameters ?? {} };
  if (!needed[type].some((parameters) => parameters.every((parameter) => parameter in catalog.parameters)))
    throw invalidRequest(
      `Parameters of a ${type} catalog must have ${needed[type].map((names) => names.join(' and ')).join(', or ')}`,
    );
  if (type === 'FEDERATED') checkFederated(name, catalog.parameters);
  return catalog;
}

/** Sets of parameters, one of which a catalog of the type must have. */
const needed: Readonly<Record<CatalogType, readonly (readonly string[])[]>> = {
  GLUE: [['catalog-id']],
  LAMBDA: [['function'], ['metadata-function', 'record-function']],
  HIVE: [['metadata-function']],
  FEDERATED: [['connection-type', 'connection-properties'], ['connection-arn']],
};

export function describeCatalog({ name, type, description, parameters }: StoredCatalog): DataCatalog {
  return {
    Name: name,
    Type: type,
    ...(description === undefined ? {} : { Description: description }),
    Parameters: { ...parameters },
    ...(type === 'FEDERATED' ? { Status: 'CREATE_COMPLETE' } : {}),
  };
}
