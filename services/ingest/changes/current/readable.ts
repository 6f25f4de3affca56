import { EntityNotFoundException, GetTableCommand, type GetTableCommandOutput } from '@aws-sdk/client-glue';

/** The columns of a table or view of the lake; undefined where it is not there. */
export type ColumnsOf = (table: string) => Promise<ReadonlySet<string> | undefined>;

type Client = { readonly send: (command: GetTableCommand) => Promise<Pick<GetTableCommandOutput, 'Table'>> };

export function createColumnsOf(client: Client, database: string): ColumnsOf {
  return async function columnsOf(table) {
    try {
      const { Table } = await client.send(new GetTableCommand({ DatabaseName: database, Name: table }));
      return new Set((Table?.StorageDescriptor?.Columns ?? []).flatMap(({ Name }) => Name ?? []));
    } catch (error) {
      if (error instanceof EntityNotFoundException) return undefined;
      throw error;
    }
  };
}

/**
 * Whether a table has the columns that statements read it for, which `expected` knows: a column that is new in changes.yml is in the catalog once the
 * first file with it is.
 */
export function createIsReadable(columnsOf: ColumnsOf, expected: ReadonlyMap<string, readonly string[]>) {
  return async function isReadable(table: string): Promise<boolean> {
    const found = await columnsOf(table);
    return found !== undefined && (expected.get(table) ?? []).every((name) => found.has(name));
  };
}
