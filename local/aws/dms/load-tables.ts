import type { Target } from './batches.ts';
import type { Bucket } from './bucket.ts';
import type { Endpoint } from './endpoint.ts';
import { writeLoad } from './full-load.ts';
import { columnsMistake, type DatabaseColumn, readColumns } from './mysql/columns.ts';
import { beginSnapshot, positionLost } from './mysql/log-position.ts';
import { readTable } from './mysql/read-table.ts';
import { checkServer, type Server, type Session } from './mysql/server.ts';
import type { Progress, ProgressFile } from './progress.ts';

export type LoadPorts = {
  readonly endpoints: readonly Endpoint[];
  readonly bucket: Bucket;
  readonly progress: ProgressFile;
  readonly tell: (text: string) => void;
  readonly now: () => number;
  readonly maxFileSize: number;
};

/**
 * Loads the tables whose load is not done, all of them where the binary log cannot be read on from where it was, and gives those that
 * can be followed. Changes before a table's own snapshot may be read again after it: each sets its row as a whole, the last one last.
 */
export async function loadTables(session: Session, ports: LoadPorts, signal: AbortSignal): Promise<readonly Target[]> {
  const server = await checkServer(session);
  const known = await knownProgress(session, server, ports);
  const tables = await describeTables(session, ports);
  const isLoaded = ({ table }: Described) => known?.loaded.includes(`${table.schema}.${table.table}`) ?? false;
  const waiting = tables.filter((table) => !isLoaded(table));
  if (waiting.length > 0 || known === undefined) {
    const position = await beginSnapshot(session, server);
    const { lastFile = 0 } = ports.progress.read() ?? {};
    const start = { server: server.id, position, committedAt: 0, lastFile, loaded: [] };
    await loadEach(session, waiting, { ...ports, start: known ?? start }, signal);
  }
  return tables;
}

type Described = Target & { readonly columns: readonly DatabaseColumn[] };

/** Undefined where a load has to begin anew. */
async function knownProgress(
  session: Session,
  server: Server,
  { progress, tell }: LoadPorts,
): Promise<Progress | undefined> {
  const known = progress.read();
  if (known === undefined) return undefined;
  const lost =
    known.server === server.id ? await positionLost(session, server, known.position) : 'it is another server';
  if (lost === undefined) return known;
  tell(`The database of MYSQL_URL cannot be followed on, as ${lost}: every table is loaded anew.`);
  return undefined;
}

async function describeTables(session: Session, { endpoints, tell }: LoadPorts): Promise<readonly Described[]> {
  const described: Described[] = [];
  for (const endpoint of endpoints)
    for (const table of endpoint.tables) {
      const columns = await readColumns(session, table);
      const mistake = columns.length === 0 ? undefined : columnsMistake(table, columns);
      if (mistake === undefined) described.push({ endpoint, table, columns });
      else tell(`${table.schema}.${table.table} is left out: ${mistake}.`);
    }
  return described;
}

type Start = LoadPorts & { readonly start: Progress };

/** A table that is not there yet has no rows to load: all that come are changes. */
async function loadEach(
  session: Session,
  tables: readonly Described[],
  { start, bucket, progress, tell, now, maxFileSize }: Start,
  signal: AbortSignal,
): Promise<void> {
  let state = start;
  progress.write(state);
  for (const { endpoint, table, columns } of tables) {
    const name = `${table.schema}.${table.table}`;
    if (columns.length === 0) tell(`${name} is not in the database of MYSQL_URL yet.`);
    else {
      const rows = untilAborted(readTable(session, table, columns), signal);
      const load = { target: { endpoint, table }, columns, rows, at: Math.floor(now() / 1000) };
      const count = await writeLoad(load, bucket, maxFileSize);
      tell(`${name}: ${count.toLocaleString('en-GB')} rows loaded from the database of MYSQL_URL`);
    }
    state = { ...state, loaded: [...state.loaded, name] };
    progress.write(state);
  }
}

async function* untilAborted<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  for await (const item of items) {
    signal.throwIfAborted();
    yield item;
  }
}
