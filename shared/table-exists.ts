import { EntityNotFoundException, GetTableCommand, type GlueClient } from '@aws-sdk/client-glue';

/** Whether Glue knows a table or view of this name. */
export function createTableExists(client: Pick<GlueClient, 'send'>) {
  return async function tableExists(database: string, table: string): Promise<boolean> {
    try {
      await client.send(new GetTableCommand({ DatabaseName: database, Name: table }));
      return true;
    } catch (error) {
      if (error instanceof EntityNotFoundException) return false;
      throw error;
    }
  };
}
