import type { Enrichment } from '@tributary/enrich/src/core/enrichment.ts';
import type { HeaderOfFile } from '@tributary/query/src/core/declaration/read-header.ts';
import { nearMiss } from '@tributary/shared/serverless/parameters/near-miss.ts';
import { UsageError } from '../usage.ts';

/** A table that a new dataset reads, as far as it is known here. */
export type SourceTable = {
  readonly database: 'lake' | 'raw';
  readonly table: string;
  /** How its days are told: by a column of time, by the columns of folders, or not at all. */
  readonly days:
    | { readonly by: 'column'; readonly column: string; readonly type: 'timestamp' | 'date' }
    | { readonly by: 'folders' }
    | { readonly by: 'nothing' };
};

export type Known = {
  readonly enrichments: readonly Pick<Enrichment, 'table' | 'time'>[];
  readonly files: readonly Pick<HeaderOfFile, 'name' | 'materialized' | 'partition'>[];
  /** Tables and views of databases. */
  readonly ofDatabases: readonly string[];
};

/** `integration_requests`, `lake.integration_requests`, `raw.events_order_placed`; throws UsageError at what is no name of a table. */
export function sourceTable(text: string, known: Known): SourceTable {
  const [, database = 'lake', table = ''] = /^(?:(lake|raw)\.)?([a-z_][a-z0-9_]*)$/.exec(text) ?? [];
  if (table === '')
    throw new UsageError(`--from takes a table, lake.table or raw.table, of lower-case letters, digits and _: ${text}`);
  if (database === 'raw') return { database, table, days: { by: 'folders' } };
  return { database: 'lake', table, days: daysOf(table, known) };
}

function daysOf(table: string, { enrichments, files, ofDatabases }: Known): SourceTable['days'] {
  const enriched = enrichments.find((each) => each.table === table);
  if (enriched !== undefined) return { by: 'column', column: enriched.time, type: 'timestamp' };
  const own = files.find(({ name }) => name === table);
  if (own?.partition !== undefined)
    return { by: 'column', column: own.partition.column, type: own.partition.grain === 'hour' ? 'timestamp' : 'date' };
  if (own !== undefined || ofDatabases.includes(table)) return { by: 'nothing' };
  const near = nearMiss(
    table,
    files.map(({ name }) => name),
  );
  if (near !== undefined) throw new UsageError(`no dataset or view is called ${table}: did you mean ${near}?`);
  return { by: 'folders' };
}
