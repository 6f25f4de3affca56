import * as z from 'zod/mini';
import { databases, type GlueTable, tablesOf } from '../aws/glue.ts';
import { ask } from '../lake/api.ts';
import { lake } from '../lake/names.ts';
import { kindOf } from './kind.ts';
import { graphAnswer, graphName } from './lineage.ts';
import type { Entry } from './search.ts';

const header = z.object({
  name: z.string(),
  kind: z.enum(['dataset', 'view']),
  description: z.string(),
  owner: z.nullable(z.string()),
  tags: z.array(z.string()),
  columns: z.record(z.string(), z.string()),
  sensitive: z.array(z.string()),
});
const declared = z.object({ headers: z.array(header), from: z.record(z.string(), z.string()) });

export type TableHeader = z.infer<typeof header>;
export type Declared = z.infer<typeof declared>;

/** What the project's files say of tables. */
export function readDeclared(signal?: AbortSignal): Promise<Declared> {
  return ask('tables', declared, signal ? { signal } : {});
}

export function readGraph(signal?: AbortSignal) {
  return ask('graph', graphAnswer, signal ? { signal } : {});
}

/** All tables of all databases, as they are listed. Throws AwsError, ApiError. */
export async function readEntries(signal?: AbortSignal): Promise<readonly Entry[]> {
  const all = databases(signal).then((names) => Promise.all(names.map((database) => tablesOf(database, signal))));
  const [tables, { headers }, { names: own }] = await Promise.all([all, readDeclared(signal), lake()]);
  const known = new Map(headers.map((each) => [each.name, each]));
  return tables
    .flat()
    .map((table) => entryOf(table, table.DatabaseName === own.lakeDatabase ? known.get(table.Name) : undefined));
}

function entryOf(table: GlueTable, described: TableHeader | undefined): Entry {
  const columns = [...table.StorageDescriptor.Columns, ...table.PartitionKeys];
  return {
    database: table.DatabaseName,
    name: table.Name,
    kind: kindOf(table),
    columns: columns.map(({ Name, Type, Comment }) => ({
      name: Name,
      type: Type,
      comment: described?.columns[Name] ?? Comment ?? '',
    })),
    description: described?.description ?? descriptionOf(table),
    owner: described?.owner ?? table.Owner ?? '',
    tags: described?.tags ?? [],
  };
}

/** Athena writes "Presto View" where nobody has said anything. */
export function descriptionOf({ Description, Parameters }: Pick<GlueTable, 'Description' | 'Parameters'>): string {
  const said = Description ?? Parameters.comment ?? '';
  return said === 'Presto View' ? '' : said;
}

/** When each table that statements make was last made, by database and name; none where the graph cannot be had. */
export async function readMade(signal?: AbortSignal): Promise<ReadonlyMap<string, string>> {
  const { names } = await lake();
  const { nodes } = await readGraph(signal);
  const made = nodes.flatMap(({ name, madeAt }) => (madeAt ? [[name, madeAt] as const] : []));
  const databaseOf = (name: string) =>
    name === graphName(name.slice(4), true) ? names.rawDatabase : names.lakeDatabase;
  return new Map(made.map(([name, at]) => [`${databaseOf(name)}.${name.replace(/^raw\./, '')}`, at]));
}
