import { databases, tablesOf } from '../aws/glue.ts';

export type CatalogTable = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly comment: string | undefined }[];
};

/** Every database of the catalog with its tables and their columns, partition columns last. */
export async function readCatalog(signal?: AbortSignal): Promise<ReadonlyMap<string, readonly CatalogTable[]>> {
  const names = await databases(signal);
  return new Map(await Promise.all(names.map(async (name) => [name, await catalogTables(name, signal)] as const)));
}

async function catalogTables(database: string, signal?: AbortSignal): Promise<readonly CatalogTable[]> {
  return (await tablesOf(database, signal)).map(({ Name: name, StorageDescriptor, PartitionKeys }) => ({
    name,
    columns: [...StorageDescriptor.Columns, ...PartitionKeys].map((column) => ({
      name: column.Name,
      type: column.Type,
      comment: column.Comment,
    })),
  }));
}
