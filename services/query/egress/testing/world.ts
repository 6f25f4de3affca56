import type { Athena, Execution } from '@tributary/shared/athena.ts';
import type { LakeEvent, TableUpdated } from '@tributary/shared/events.ts';
import { type Copy, copiesOf } from '../core/copy.ts';
import { egress as destinations } from '../core/egress.ts';
import type { Commit, History } from '../core/history.ts';
import type { CopyRun } from '../core/state.ts';
import { type Book, verdict } from '../core/verdict.ts';
import { createAdvance } from '../functions/egress/advance.ts';
import { createEgress } from '../functions/egress/egress.ts';
import { createLoad } from '../functions/load/load.ts';
import { DatabaseError, NeedsAllError } from '../loading/load-errors.ts';
import type { LoadPlan } from '../loading/plan.ts';
import { createMemoryCopyStore } from './memory-store.ts';

/** The process ends: nothing after it happens. */
export class Killed extends Error {}

type Rows = ReadonlyMap<string, number>;

/** What there is around egress. */
export type World = {
  readonly copy: Copy;
  now: number;
  /** The effect at which the process ends; it is done, or is not (`before`). */
  kill: { readonly at: number; readonly when: 'before' | 'after' } | undefined;
  effects: number;
  /** Until the next message is received. */
  isDead: boolean;
  readonly versions: { commit: Commit; readonly rows: Rows }[];
  target: { rows: Rows; book: Book | undefined; loads: number };
  messages: { readonly to: 'egress' | 'load'; readonly at: number; readonly body: unknown }[];
  readonly sent: LakeEvent[];
  readonly counts: Map<string, number>;
  readonly statements: Map<string, { readonly sql: string; readonly execution: Execution; readonly to: number }>;
  failLoads: number;
  failStatements: number;
  badLoads: boolean;
  /** Of UNLOAD. */
  statementMs: number;
};

const start = 1_800_000_000_000;

/** A dataset of one number per partition, its copy in a database, and all that egress has to do with, which may fail wherever it is told to. */
export function createWorld(mode: 'upsert' | 'swap' = 'upsert') {
  const [copy] = copiesOf([
    {
      table: 'usage',
      columns: { day: 'date', requests: 'bigint' },
      key: ['day'],
      partition: { column: 'day', grain: 'day' },
      egress: destinations.parse([{ to: 'mysql', mode, table: 'usage', secret: 'reporting' }]),
    },
  ]);
  if (copy === undefined) throw new Error('no copy');
  const world: World = {
    ...{ copy, now: start, effects: 0, isDead: false, versions: [], messages: [], sent: [] },
    target: { rows: new Map(), book: undefined, loads: 0 },
    ...{ counts: new Map(), statements: new Map() },
    ...{ kill: undefined, failLoads: 0, failStatements: 0, badLoads: false, statementMs: 1_000 },
  };
  return { world, ...functionsOf(world, copy) };
}

function functionsOf(world: World, copy: Copy) {
  const store = createMemoryCopyStore();
  const killable = killer(world);
  const wake = killable(async (id: string, seconds: number) => {
    world.messages.push({ to: 'egress', at: world.now + seconds * 1_000, body: { advance: id } });
  });
  const count = (name: string, value: number) => {
    world.counts.set(name, (world.counts.get(name) ?? 0) + value);
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const kept = {
    ...store,
    save: killable(store.save),
    addNote: killable(store.addNote),
    removeNotes: killable(store.removeNotes),
  };
  let ids = 0;
  const advance = createAdvance({
    ...{ store: kept, wake, count, countBy: () => undefined, log, now: () => world.now, chance: () => 0 },
    athena: athenaOf(world, killable),
    names: { database: 'lake', workGroup: 'egress' },
    places: { results: 's3://results/egress/', lake: 's3://lake/egress/', other: 's3://other/' },
    historyOf: async () => historyOf(world),
    publish: async () => 1,
    askToLoad: killable(async (load, run) => {
      world.messages.push({ to: 'load', at: world.now, body: { load, run } });
    }),
    sendEvents: killable(async (events) => {
      world.sent.push(...events);
    }),
    maxMs: { unload: 60_000, load: 120_000 },
    newId: () => {
      ids += 1;
      return `run-${ids}`;
    },
  });
  const ranWhen = async (id: string) => {
    const sequence = Number(id.split('-')[1]);
    const at = world.versions.find(({ commit }) => commit.sequence === sequence)?.commit.committedAt ?? 0;
    return { from: at - 500, to: at + 500 };
  };
  const egress = createEgress({
    copies: [copy],
    store: kept,
    database: 'lake',
    advance,
    ranWhen,
    wake,
    now: () => world.now,
    log,
  });
  const load = createLoad({
    ...{ copies: [copy], store: kept, wake, now: () => world.now, log, count },
    readSecret: async () => ({ host: 'db', user: 'u', password: 'p', database: 'd' }),
    async *readRows() {
      yield [];
    },
    loadDatabase: killable(async (plan) => loadInto(world, plan)),
  });
  return { store, egress, load };
}

/** Counts effects, and ends the process at the one that the world names. */
function killer(world: World) {
  return <A extends readonly unknown[], R>(act: (...given: A) => Promise<R>) =>
    async (...given: A): Promise<R> => {
      if (world.isDead) throw new Killed();
      world.effects += 1;
      const isNow = world.effects === world.kill?.at;
      world.isDead = isNow;
      if (isNow && world.kill?.when === 'before') throw new Killed();
      const result = await act(...given);
      if (isNow) throw new Killed();
      return result;
    };
}

function athenaOf(
  world: World,
  killable: ReturnType<typeof killer>,
): Pick<Athena, 'startQuery' | 'getQuery' | 'stopQuery'> {
  return {
    startQuery: killable(async ({ sql, token }) => {
      const isFailing = world.failStatements > 0 && !world.statements.has(token);
      if (isFailing) world.failStatements -= 1;
      const failure = { category: 'system', message: 'INTERNAL_ERROR', retryable: true } as const;
      const ended: Execution = isFailing
        ? { id: token, state: 'FAILED', failure, scannedBytes: 0 }
        : { id: token, state: 'SUCCEEDED', scannedBytes: 10 };
      const known = world.statements.get(token);
      if (!known) {
        const to = world.now + world.statementMs;
        world.statements.set(token, { sql, execution: ended, to });
        world.messages.push({ to: 'egress', at: to, body: stateChange(token) });
      }
      return token;
    }),
    async getQuery(id) {
      const { execution, to } = world.statements.get(id) ?? {};
      if (execution === undefined || to === undefined) throw new Error(`no ${id}`);
      return world.now >= to ? execution : { id, state: 'RUNNING', scannedBytes: 0 };
    },
    stopQuery: killable(async (id) => {
      const statement = world.statements.get(id);
      if (statement === undefined || world.now >= statement.to) return;
      const failure = { category: 'cancelled', message: 'stopped', retryable: false } as const;
      world.statements.set(id, {
        ...statement,
        to: world.now,
        execution: { id, state: 'CANCELLED', failure, scannedBytes: 0 },
      });
    }),
  };
}

function stateChange(queryExecutionId: string) {
  const detail = { currentState: 'SUCCEEDED', queryExecutionId, workgroupName: 'egress' };
  return { id: 'e', source: 'aws.athena', 'detail-type': 'Athena Query State Change', detail };
}

function historyOf({ versions }: World): History {
  return versions.map(({ commit }) => commit).toReversed();
}

/** What a database does: all of it, or nothing. */
function loadInto(world: World, { run }: LoadPlan) {
  if (world.badLoads) throw new DatabaseError('Data too long', false);
  if (world.failLoads > 0) {
    world.failLoads -= 1;
    throw new DatabaseError('ECONNREFUSED', true);
  }
  const { target } = world;
  const next = verdict(run, target.book);
  if (next === 'needs all') throw new NeedsAllError('nothing to build upon');
  if (next === 'apply') apply(world, run);
  return { rows: 1 };
}

function apply({ target, versions }: World, run: Pick<CopyRun, 'id' | 'number' | 'version' | 'scope'>): void {
  const rows =
    versions.find(({ commit }) => commit.snapshot === run.version.snapshot)?.rows ?? new Map<string, number>();
  const isIn = (day: string) => run.scope === 'all' || run.scope.includes(day);
  const kept = [...target.rows].filter(([day]) => !isIn(day));
  target.rows = new Map([...kept, ...[...rows].filter(([day]) => isIn(day))]);
  target.loads += 1;
  const { lineage, sequence, committedAt } = run.version;
  target.book = { lineage, sequence, committedAt, run: run.id, number: run.number };
}

/** Publishes a version; gives its event. */
export function publish(world: World, changes: Readonly<Record<string, number>>, lineage = 'table'): unknown {
  const before = world.versions.at(-1);
  const sequence = (before?.commit.sequence ?? 0) + 1;
  const rows = new Map([...(before?.commit.lineage === lineage ? before.rows : []), ...Object.entries(changes)]);
  world.now += 1_000;
  const commit = {
    lineage,
    sequence,
    snapshot: String(1_000 + sequence),
    committedAt: world.now,
    changesRows: true,
    columns: ['day', 'requests'],
  };
  world.versions.push({ commit, rows });
  const detail: TableUpdated = {
    ...{ version: '1', database: 'lake', table: 'usage', cause: 'rows', queryExecutionId: `query-${sequence}` },
    partitions: Object.keys(changes),
  };
  return { id: `event-${sequence}`, source: 'tributary.query', 'detail-type': 'Table Updated', detail };
}
