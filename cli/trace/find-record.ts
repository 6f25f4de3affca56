import { AthenaClient } from '@aws-sdk/client-athena';
import { GetTablesCommand, type GetTablesResponse } from '@aws-sdk/client-glue';
import { createAsk } from '../athena.ts';
import type { FilesLake } from '../files/files-lake.ts';
import { type RecordPlace, recordSql } from './record-sql.ts';

export type FoundRecord = {
  readonly table: string;
  readonly sourceKey: string | undefined;
  readonly path: string | undefined;
};

export type RecordsFound = {
  readonly records: readonly FoundRecord[];
  readonly looked: readonly string[];
  readonly scannedBytes: number;
};

export type Enriched = { readonly table: string; readonly key: string; readonly time: string };

const most = { tables: 25, rows: 20 };

/** Asks Athena, once, for the rows of an id in all tables that have ids, of the days from `from` on. */
export async function findRecord(
  lake: FilesLake,
  id: string,
  { from, enriched }: { readonly from: number; readonly enriched: readonly Enriched[] },
): Promise<RecordsFound> {
  const { names, target } = lake;
  const [lakeTables, rawTables] = await Promise.all([
    tablesOf(lake, names.lakeDatabase),
    tablesOf(lake, names.rawDatabase),
  ]);
  const places = placesOf({ lakeTables, rawTables, names, enriched }).slice(0, most.tables);
  if (places.length === 0) return { records: [], looked: [], scannedBytes: 0 };
  const { rows, scannedBytes } = await createAsk(new AthenaClient(target.client))({
    sql: `${recordSql(places, id, { from, to: Date.now() })}\nLIMIT ${most.rows}`,
    database: names.lakeDatabase,
    workGroup: names.workGroup,
  });
  const records = rows.map(([table, source, path]) => ({
    table: table ?? '',
    sourceKey: source ?? undefined,
    path: path ?? undefined,
  }));
  return { records, looked: places.map(({ table }) => table), scannedBytes };
}

async function tablesOf({ glue }: FilesLake, DatabaseName: string): Promise<readonly string[]> {
  const found: string[] = [];
  let page: GetTablesResponse = {};
  do {
    page = await glue.send(new GetTablesCommand({ DatabaseName, NextToken: page.NextToken }));
    found.push(...(page.TableList ?? []).flatMap(({ Name }) => Name ?? []));
  } while (page.NextToken !== undefined);
  return found;
}

type Tables = {
  readonly lakeTables: readonly string[];
  readonly rawTables: readonly string[];
  readonly names: FilesLake['names'];
  readonly enriched: readonly Enriched[];
};

/** Tables that are there; those of logs first, then what is made of them, rejects, and events by their types. */
function placesOf({ lakeTables, rawTables, names, enriched }: Tables): readonly RecordPlace[] {
  const { lakeDatabase, rawDatabase } = names;
  const logs = ['haproxy_requests', 'haproxy_events'].map((table): RecordPlace => {
    return { database: lakeDatabase, table, id: 'record_id', source: 'source_key', bound: { by: 'folders' } };
  });
  const made = enriched.map(({ table, key, time }): RecordPlace => {
    return { database: lakeDatabase, table, id: key, source: undefined, bound: { by: 'column', column: time } };
  });
  const raw = { database: rawDatabase } as const;
  const rejected = {
    ...raw,
    table: 'rejected',
    id: 'record_id',
    source: 'source_key',
    bound: { by: 'nothing' },
  } as const;
  const events = rawTables
    .filter((table) => /^events_/.test(table))
    .map((table): RecordPlace => ({ ...raw, table, id: 'event_id', source: undefined, bound: { by: 'folders' } }));
  const isThere = ({ database, table }: RecordPlace) =>
    (database === lakeDatabase ? lakeTables : rawTables).includes(table);
  return [...logs, ...made, rejected, ...events].filter(isThere);
}
