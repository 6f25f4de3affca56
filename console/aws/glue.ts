import * as z from 'zod/mini';
import { every } from './every.ts';
import { call } from './request.ts';

const parameters = z._default(z.record(z.string(), z.string()), {});
const column = z.object({
  Name: z.string(),
  Type: z._default(z.string(), ''),
  Comment: z.optional(z.string()),
  Parameters: parameters,
});
const columns = z._default(z.array(column), []);

const glueTable = z.object({
  Name: z.string(),
  DatabaseName: z._default(z.string(), ''),
  Description: z.optional(z.string()),
  Owner: z.optional(z.string()),
  /** Seconds since 1970. */
  UpdateTime: z.optional(z.number()),
  TableType: z._default(z.string(), ''),
  Parameters: parameters,
  StorageDescriptor: z._default(z.object({ Columns: columns, Location: z._default(z.string(), '') }), {
    Columns: [],
    Location: '',
  }),
  PartitionKeys: columns,
  ViewOriginalText: z.optional(z.string()),
});

export type GlueTable = z.infer<typeof glueTable>;
export type GlueColumn = z.infer<typeof column>;

const next = { NextToken: z.optional(z.string()) };
const databasesPage = z.object({ DatabaseList: z.array(z.object({ Name: z.string() })), ...next });
const tablesPage = z.object({ TableList: z.array(glueTable), ...next });
const partitionsPage = z.object({
  Partitions: z.array(
    z.object({
      Values: z.array(z.string()),
      CreationTime: z.optional(z.number()),
      StorageDescriptor: z._default(z.object({ Location: z._default(z.string(), '') }), { Location: '' }),
    }),
  ),
  ...next,
});

export type GluePartition = z.infer<typeof partitionsPage>['Partitions'][number];

/** Names of all databases. Throws AwsError, as all of these. */
export function databases(signal?: AbortSignal): Promise<readonly string[]> {
  return every(async (NextToken) => {
    const page = databasesPage.parse(await call('glue', 'GetDatabases', { NextToken }, signal));
    return { items: page.DatabaseList.map(({ Name }) => Name), next: page.NextToken };
  });
}

/** All tables and views of a database. */
export function tablesOf(database: string, signal?: AbortSignal): Promise<readonly GlueTable[]> {
  return every(async (NextToken) => {
    const page = tablesPage.parse(await call('glue', 'GetTables', { DatabaseName: database, NextToken }, signal));
    return { items: page.TableList, next: page.NextToken };
  });
}

const oneTable = z.object({ Table: glueTable });

export async function tableOf(database: string, name: string, signal?: AbortSignal): Promise<GlueTable> {
  return oneTable.parse(await call('glue', 'GetTable', { DatabaseName: database, Name: name }, signal)).Table;
}

export type Partitions = {
  readonly partitions: readonly GluePartition[];
  /** There are more. */
  readonly isCut: boolean;
};

/** The partitions of a table; of very many only the first `most`, by no order. */
export async function partitionsOf(
  { database, name, most }: { readonly database: string; readonly name: string; readonly most: number },
  signal?: AbortSignal,
): Promise<Partitions> {
  const partitions: GluePartition[] = [];
  let token: string | undefined;
  do {
    const asked = { DatabaseName: database, TableName: name, ExcludeColumnSchema: true, NextToken: token };
    const page = partitionsPage.parse(await call('glue', 'GetPartitions', asked, signal));
    partitions.push(...page.Partitions);
    token = page.NextToken;
  } while (token !== undefined && partitions.length < most);
  return { partitions, isCut: token !== undefined };
}
