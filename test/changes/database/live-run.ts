import type { Changes, Column } from '@tributary/ingest/changes/core/declaration/changes.ts';
import { readChanges } from '@tributary/ingest/changes/core/declaration/read-changes.ts';
import type { Session } from '@tributary/local/aws/dms/mysql/server.ts';
import fc from 'fast-check';
import { addColumn, dropColumn } from './alter.ts';
import { columnKinds } from './column-kinds.ts';
import { type DeclaredSource, declareSources, type Past } from './declare.ts';
import { createTable, type RandomTable, randomTables } from './random-tables.ts';
import { nextSecond, startReplication } from './replication.ts';
import { readTruth, type Truth } from './truth.ts';
import { createWriter } from './writer.ts';

export type LiveRun = {
  readonly session: Session;
  readonly url: string;
  readonly seed: number;
  /** How many rows are changed in all, at least. */
  readonly changes: number;
  /** A database each, of its name. */
  readonly sources: readonly Omit<DeclaredSource, 'url' | 'past'>[];
  /** Where texts of changes.yml are written. */
  readonly folder: string;
};

export type Lived = {
  /** As they are declared at the end. */
  readonly changes: Changes;
  /** What the tables held at moments between seconds in which something happened, the last one at the end. */
  readonly truths: readonly Truth[];
  readonly replication: Awaited<ReturnType<typeof startReplication>>;
};

/** Changes databases at random while they are followed: loaded three times, one column added and one dropped. */
export async function liveRun({ session, url, seed, changes, sources, folder }: LiveRun): Promise<Lived> {
  const declare = async (past: (id: string) => Past | undefined = () => undefined) =>
    declareSources(
      sources.map((source) => ({
        ...{ ...source, url: `${url}/${source.name}` },
        past: new Map(tables.flatMap((table) => pastOf(table, source, past))),
      })),
      folder,
    );
  let tables = await createTables(session, sources, seed);
  const initial = tables;
  const replication = await startReplication(url, readChanges(await declare()));
  const writer = createWriter(session, seed);
  const truths: Truth[] = [];
  const random = fc.sample(fc.integer({ min: Math.floor(changes / 20), max: Math.floor(changes / 8) }), {
    ...{ numRuns: 8, seed },
  });
  const writeSome = async () => {
    const count = random.pop() ?? 0;
    await writer.write(tables, (since) => since >= count);
  };
  const load = async () => {
    let isBegun = false;
    const reload = replication.reload().then(() => {
      isBegun = true;
    });
    await Promise.all([reload, writer.write(tables, () => isBegun && replication.isLoaded())]);
  };
  const lookAtRest = async () => {
    await nextSecond();
    truths.push(await readTruth(session, tables));
    await replication.caughtUp();
    await nextSecond();
  };

  await writeSome();
  await load();
  await writeSome();
  await lookAtRest();
  tables = await onFirst(tables, (table) => addColumn(session, table, newColumn(seed)));
  const widened = tables;
  await writeSome();
  await lookAtRest();
  await writeSome();
  await load();
  await writeSome();
  await lookAtRest();
  const before = readChanges(await declare());
  const until = new Date();
  tables = await onFirst(tables, (table) => dropColumn(session, table, droppedOf(table, seed)));
  await writeSome();
  await load();
  await writer.write(tables, () => writer.rows() >= changes);
  await lookAtRest();

  const layoutOf = (all: readonly RandomTable[], id: string) =>
    all.find((table) => idOf(table) === id)?.columns.map(({ name }) => name) ?? [];
  const text = await declare((id) => ({
    dropped: columnsLost(before, id, layoutOf(tables, id)),
    layouts: [
      { columns: layoutOf(widened, id), until },
      { columns: layoutOf(initial, id), until },
    ],
  }));
  return { changes: readChanges(text), truths, replication };
}

const idOf = ({ schema, table }: Pick<RandomTable, 'schema' | 'table'>) => `${schema}.${table}`;

/** Of files with a header nothing is said: what has no column any longer is kept as it came. */
function pastOf(
  table: RandomTable,
  { name, settings }: LiveRun['sources'][number],
  past: (id: string) => Past | undefined,
): readonly [string, Past][] {
  const isAltered = table.schema === name && isFirst(table);
  const of = isAltered && settings.header !== 'true' ? past(idOf(table)) : undefined;
  return of === undefined ? [] : [[idOf(table), of]];
}

async function createTables(
  session: Session,
  sources: LiveRun['sources'],
  seed: number,
): Promise<readonly RandomTable[]> {
  const tables = sources.flatMap(({ name }, at) =>
    fc.sample(randomTables(name), { numRuns: 1, seed: seed + at }).flat(),
  );
  for (const { name } of sources) {
    await session.run(`DROP DATABASE IF EXISTS ${name}`);
    await session.run(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  }
  for (const table of tables) await session.run(createTable(table));
  return tables;
}

function isFirst({ table }: RandomTable): boolean {
  return table === 't1';
}

async function onFirst(
  tables: readonly RandomTable[],
  alter: (table: RandomTable) => Promise<RandomTable>,
): Promise<readonly RandomTable[]> {
  const altered: RandomTable[] = [];
  for (const table of tables) altered.push(isFirst(table) ? await alter(table) : table);
  return altered;
}

function newColumn(seed: number) {
  const [kind = columnKinds[0]] = fc.sample(fc.constantFrom(...columnKinds), { numRuns: 1, seed });
  if (kind === undefined) throw new TypeError('no kinds of columns');
  return { name: 'added', kind };
}

function droppedOf({ key, columns }: RandomTable, seed: number): string {
  const others = columns.map(({ name }) => name).filter((name) => !key.some((each) => each.name === name));
  const [name = ''] = fc.sample(fc.constantFrom(...others), { numRuns: 1, seed });
  return name;
}

function columnsLost({ sources }: Changes, id: string, present: readonly string[]): readonly Column[] {
  const table = sources.flatMap((source) => source.tables).find((each) => idOf(each) === id);
  return (table?.columns ?? []).filter(({ name }) => !present.includes(name));
}
