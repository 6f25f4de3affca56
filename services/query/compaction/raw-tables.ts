import { EntityNotFoundException, type GlueClient, paginateGetTables } from '@aws-sdk/client-glue';

/** Lists the names of the raw database's tables of events; none as long as catalog, whose database it is, has not been deployed. */
export function createListRawTables(client: GlueClient, database: string) {
  return async function listRawTables(): Promise<readonly string[]> {
    const names: string[] = [];
    try {
      const pages = paginateGetTables({ client }, { DatabaseName: database, Expression: 'events_.*' });
      for await (const { TableList = [] } of pages) names.push(...TableList.flatMap(({ Name }) => Name ?? []));
    } catch (error) {
      if (!(error instanceof EntityNotFoundException)) throw error;
    }
    return names;
  };
}
