import type { Execution } from '@tributary/shared/athena.ts';
import type { LakeEvent, TableUpdated } from '@tributary/shared/events.ts';
import type { Copy } from '../core/copy.ts';
import type { Commit, History } from '../core/history.ts';
import type { Seen } from '../core/redshift/plan.ts';
import type { Statement } from '../core/redshift/statement.ts';
import type { CopyRun } from '../core/state.ts';
import type { Book } from '../core/verdict.ts';

/** The process ends: nothing after it happens. */
export class Killed extends Error {}

type Rows = ReadonlyMap<string, number>;

/** What Redshift was asked for: it runs as a whole, some time later. */
export type WarehouseStatement = {
  readonly id: string;
  readonly token: string;
  readonly at: number;
  readonly run: () => Statement;
  ended?: Statement;
  seen?: Seen;
  /** Said to be stopped; one that is not has yet to do what it does. */
  isStopped?: boolean;
};

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
  /** What Redshift was asked for, and how it behaves: how long a change takes, how many ends it knows no more. */
  readonly warehouse: WarehouseStatement[];
  warehouseMs: number;
  forgotten: number;
  forgetsTokens: boolean;
  ignoresStops: boolean;
};

/** Counts effects, and ends the process at the one that the world names. */
export function killer(world: World) {
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

/** As a table tells it. */
export function historyOf({ versions }: World): History {
  return versions.map(({ commit }) => commit).toReversed();
}

/** Has the target have a run's rows. */
export function applyRun({ target, versions }: World, run: Pick<CopyRun, 'id' | 'number' | 'version' | 'scope'>): void {
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
