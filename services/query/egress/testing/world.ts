import type { Athena, Execution } from '@tributary/shared/athena.ts';
import { type Copy, copiesOf } from '../core/copy.ts';
import { egress as destinations } from '../core/egress.ts';
import { verdict } from '../core/verdict.ts';
import { createAdvance } from '../functions/egress/advance.ts';
import { createEgress } from '../functions/egress/egress.ts';
import { createLoad } from '../functions/load/load.ts';
import { DatabaseError, NeedsAllError } from '../loading/load-errors.ts';
import type { LoadPlan } from '../loading/plan.ts';
import { createMemoryCopyStore } from './memory-store.ts';
import { createWarehouseDouble } from './warehouse-double.ts';
import { applyRun, historyOf, killer, type World } from './world-state.ts';

const start = 1_800_000_000_000;

const places = { mysql: { secret: 'reporting' }, redshift: { workgroup: 'reporting', database: 'dev' } };

/** A dataset of one number per partition, its copy in a database, and all that egress has to do with, which may fail wherever it is told to. */
export function createWorld(mode: 'upsert' | 'swap' = 'upsert', to: keyof typeof places = 'mysql') {
  const [copy] = copiesOf([
    {
      table: 'usage',
      columns: { day: 'date', requests: 'bigint' },
      key: ['day'],
      partition: { column: 'day', grain: 'day' },
      egress: destinations.parse([{ to, mode, table: 'usage', ...places[to] }]),
    },
  ]);
  if (copy === undefined) throw new Error('no copy');
  const world: World = {
    ...{ copy, now: start, effects: 0, isDead: false, versions: [], messages: [], sent: [] },
    target: { rows: new Map(), book: undefined, loads: 0 },
    ...{ counts: new Map(), statements: new Map() },
    ...{ kill: undefined, failLoads: 0, failStatements: 0, badLoads: false, statementMs: 1_000 },
    ...{ warehouse: [], warehouseMs: 1_000, forgotten: 0, forgetsTokens: false, ignoresStops: false },
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
    warehouse: createWarehouseDouble(world, killable),
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
  if (next === 'apply') applyRun(world, run);
  return { rows: 1 };
}
