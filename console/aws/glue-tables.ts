import * as z from 'zod/mini';
import { every } from './every.ts';
import { AwsError, call } from './request.ts';

const tableSchema = z.object({
  Name: z.string(),
  TableType: z.optional(z.string()),
  Parameters: z.optional(z.record(z.string(), z.string())),
  StorageDescriptor: z.optional(z.object({ Location: z.optional(z.string()) })),
});

const tablesPage = z.object({ TableList: z.array(tableSchema), NextToken: z.nullish(z.string()) });

/** What each table of a database is, without its columns; none of a database that is not there yet. */
export async function listTables(database: string): Promise<readonly z.infer<typeof tableSchema>[]> {
  try {
    return await every(async (NextToken) => {
      const input = { DatabaseName: database, MaxResults: 100, NextToken };
      const page = tablesPage.parse(await call('glue', 'GetTables', input));
      return { items: page.TableList, next: page.NextToken ?? undefined };
    });
  } catch (error) {
    if (error instanceof AwsError && error.code === 'EntityNotFoundException') return [];
    throw error;
  }
}
