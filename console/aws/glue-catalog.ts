import * as z from 'zod/mini';
import { call } from './request.ts';

const columns = z.array(z.object({ Name: z.string(), Type: z.optional(z.string()), Comment: z.optional(z.string()) }));

const tablesSchema = z.object({
  TableList: z.array(
    z.object({
      Name: z.string(),
      StorageDescriptor: z.optional(z.object({ Columns: z.optional(columns) })),
      PartitionKeys: z.optional(columns),
    }),
  ),
  NextToken: z.optional(z.string()),
});

const databasesSchema = z.object({
  DatabaseList: z.array(z.object({ Name: z.string() })),
  NextToken: z.optional(z.string()),
});

export type CatalogTable = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly comment: string | undefined }[];
};

/** Every database of the catalog with its tables and their columns, partition columns last. */
export async function readCatalog(signal?: AbortSignal): Promise<ReadonlyMap<string, readonly CatalogTable[]>> {
  const names = await pages('GetDatabases', {}, databasesSchema, ({ DatabaseList }) => DatabaseList, signal);
  const all = await Promise.all(names.map(async ({ Name }) => [Name, await tablesOf(Name, signal)] as const));
  return new Map(all);
}

async function tablesOf(database: string, signal?: AbortSignal): Promise<readonly CatalogTable[]> {
  const tables = await pages('GetTables', { DatabaseName: database }, tablesSchema, (page) => page.TableList, signal);
  return tables.map(({ Name, StorageDescriptor, PartitionKeys = [] }) => ({
    name: Name,
    columns: [...(StorageDescriptor?.Columns ?? []), ...PartitionKeys].map(({ Name: name, Type = '', Comment }) => ({
      name,
      type: Type,
      comment: Comment,
    })),
  }));
}

async function pages<P extends { readonly NextToken?: string | undefined }, T>(
  operation: string,
  input: object,
  schema: z.ZodMiniType<P>,
  itemsOf: (page: P) => readonly T[],
  signal?: AbortSignal,
): Promise<readonly T[]> {
  const items: T[] = [];
  let token: string | undefined;
  do {
    const page = schema.parse(
      await call('glue', operation, token === undefined ? input : { ...input, NextToken: token }, signal),
    );
    items.push(...itemsOf(page));
    token = page.NextToken;
  } while (token !== undefined);
  return items;
}
