import { EntityNotFoundException, type GlueClient, paginateGetTables } from '@aws-sdk/client-glue';
import { tableName } from '../graph/graph.ts';
import type { Declared } from './declared.ts';
import type { Look } from './look.ts';

/** The tables and views that there are, as `lake.integration_requests`. */
export async function readTables(
  client: GlueClient,
  databases: Readonly<Record<'lake' | 'raw', string>>,
): Promise<ReadonlySet<string>> {
  const [lake, raw] = await Promise.all([tablesIn(client, databases.lake), tablesIn(client, databases.raw)]);
  return new Set([...lake.map((name) => `lake.${name}`), ...raw.map((name) => `raw.${name}`)]);
}

async function tablesIn(client: GlueClient, DatabaseName: string): Promise<readonly string[]> {
  const names: string[] = [];
  try {
    for await (const { TableList = [] } of paginateGetTables({ client }, { DatabaseName }))
      names.push(...TableList.map(({ Name = '' }) => Name));
  } catch (error) {
    // Without services/catalog there is no database.
    if (!(error instanceof EntityNotFoundException)) throw error;
  }
  return names;
}

/** What of that which a target reads is not there. */
export function missingOf({ reads = [] }: Pick<Declared, 'reads'>, tables: ReadonlySet<string>): readonly string[] {
  return [...new Set(reads)].filter((table) => !tables.has(table));
}

const kinds = { rows: 'the rows of a database', enrichment: 'an enrichment', dataset: 'a dataset', view: 'a view' };

const comings: readonly (readonly [pattern: RegExp, words: (of: string) => string])[] = [
  [/^raw\.events_(\w+)$/, (type) => `which comes with the first event of the type ${type}`],
  [/^raw\.facts_(\w+)$/, (entity) => `which comes with the first fact of the entity ${entity}`],
  [/^raw\.event_stats$/, () => 'which comes with the first events'],
  [/^raw\.rejected$/, () => 'which comes with the first record that is rejected'],
  [/^raw\.(\w+)_receipts$/, (name) => `which comes with the first object that ${name.replaceAll('_', '-')} takes`],
  [/^lake\.haproxy_\w+$/, () => 'which comes with the first lines of HAProxy of its kind'],
  [/^lake\.(\w+)_changes$/, (table) => `which comes with the first rows of the database’s ${table}`],
  [/^lake\.(\w+)_events$/, (type) => `which comes when the first day of events of the type ${type} is compacted`],
];

/** What makes a table come. */
export function comesWith(table: string, declared: readonly Declared[]): string {
  const own = declared.find(({ name }) => tableName(name) === table);
  // Compaction is a target, and no table.
  if (own !== undefined && own.kind !== 'compaction') {
    const when = own.kind === 'dataset' ? 'within a minute of its deployment' : 'once what it reads is there';
    return `${kinds[own.kind]} of services/${own.service}, which is made ${when}`;
  }
  for (const [pattern, words] of comings) {
    const [found, of = ''] = pattern.exec(table) ?? [];
    if (found !== undefined) return words(of);
  }
  return 'which comes with its first file or row, if its name is right';
}

/** A line for each table that a target waits for. */
export function tellMissing({ missing = [] }: Pick<Look, 'missing'>, declared: readonly Declared[]): readonly string[] {
  return missing.map((table) => `${table}, ${comesWith(table, declared)}`);
}

/** Lines that say what waits for tables, and that nothing has to be done; none where nothing does. */
export function tellAllMissing(looks: readonly Look[], declared: readonly Declared[]): readonly string[] {
  const waiting = looks.filter(({ missing = [] }) => missing.length > 0);
  if (waiting.length === 0) return [];
  return [
    '',
    'Waits for tables that are not there, and runs by itself once they come:',
    ...waiting.flatMap((look) => [
      `  ${look.target.name}`,
      ...tellMissing(look, declared).map((line) => `    ${line}`),
    ]),
  ];
}
