import { EntityNotFoundException, GetTableCommand, type GlueClient } from '@aws-sdk/client-glue';

/** The names of a table's or view's columns, and of those that its files are parted by. */
export type TableColumns = { readonly columns: readonly string[]; readonly partitionKeys: readonly string[] };

/** Reads them from Glue; undefined for a table that is not there. */
export type GetTableColumns = (database: string, table: string) => Promise<TableColumns | undefined>;

export function createGetTableColumns(client: Pick<GlueClient, 'send'>): GetTableColumns {
  return async function getTableColumns(DatabaseName, Name) {
    try {
      const { Table } = await client.send(new GetTableCommand({ DatabaseName, Name }));
      const names = (columns: readonly { readonly Name: string | undefined }[] = []) =>
        columns.flatMap((column) => column.Name?.toLowerCase() ?? []);
      return { columns: names(Table?.StorageDescriptor?.Columns), partitionKeys: names(Table?.PartitionKeys) };
    } catch (error) {
      if (error instanceof EntityNotFoundException) return undefined;
      throw error;
    }
  };
}
