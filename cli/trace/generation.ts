import { EntityNotFoundException, GetTableCommand, type GlueClient } from '@aws-sdk/client-glue';
import { generationOf } from '@tributary/catalog/glue/files-table.ts';

/** How often the types of a table of files were made anew, from 1; its receipts lie apart by that. */
export async function readGeneration(glue: Pick<GlueClient, 'send'>, database: string, table: string): Promise<number> {
  try {
    const { Table: found } = await glue.send(new GetTableCommand({ DatabaseName: database, Name: table }));
    return generationOf(found?.Parameters ?? {}) ?? 1;
  } catch (error) {
    if (error instanceof EntityNotFoundException) return 1;
    throw error;
  }
}
