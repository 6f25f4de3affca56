import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import { rotated } from '@tributary/shared/jobs/rotated.ts';
import type { TargetState } from '@tributary/shared/jobs/run.ts';
import type { Log } from '@tributary/shared/lambda.ts';
import type { GetTableColumns } from '@tributary/shared/table-columns.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from '../../core/dataset.ts';
import { makeUnit } from '../../core/make-lane.ts';
import { all } from '../../core/partition-text.ts';
import { fillDigest, fillUnit } from '../../core/statements/fill.ts';
import { fillSources, type KnownSource } from '../../core/statements/fill-sources.ts';
import { isWhole } from '../../core/statements/kind.ts';

export type FillDeps = {
  readonly datasets: readonly Dataset[];
  readonly databases: Databases;
  readonly store: Pick<
    JobStore,
    'state' | 'setAside' | 'waiting' | 'addUnits' | 'hasten' | 'noteFilled' | 'forgetFilled'
  >;
  readonly getTableColumns: GetTableColumns;
  readonly now: () => number;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly log: Pick<Log, 'info'>;
};

/**
 * Has each dataset's table made that is not there, and each filled that is new, or whose table was gone, or whose SQL is another; one whose sources are not there
 * yet waits for that, with its table empty.
 */
export function createFill(deps: FillDeps) {
  return async function fill(): Promise<void> {
    for (const dataset of rotated(deps.datasets, deps.chance())) await fillOne(deps, dataset);
  };
}

async function fillOne(deps: FillDeps, dataset: Dataset): Promise<void> {
  const { store, databases, getTableColumns, now } = deps;
  const isThere = (await getTableColumns(databases.lake, dataset.table)) !== undefined;
  await fillUnlessDone(deps, dataset, isThere);
  // Last: a table that is there, and was filled by this SQL once, counts as filled.
  if (!isThere) await store.addUnits(dataset.table, [makeUnit(now())]);
}

async function fillUnlessDone(deps: FillDeps, dataset: Dataset, isThere: boolean): Promise<void> {
  const { store } = deps;
  const { table, onChange, fill } = dataset;
  const state = await store.state(table);
  const isDone = state.filled === fillDigest(dataset);
  if (isDone && (isThere || fill === 'none')) return;
  const isOlder = state.filled !== undefined && !isDone;
  if (fill === 'none' || (isOlder && isThere && onChange === 'keep')) return keep(deps, dataset, isOlder);
  if (await isUnderWay(deps, table, state)) return;
  const known = await sourcesOf(deps, dataset);
  if (known !== undefined) return begin(deps, dataset, known);
  if (state.filled !== undefined) await store.forgetFilled(table);
}

/** What changed before all sources were there was put off, for longer each time. */
async function hastenThoseThatWaited(store: FillDeps['store'], table: string, now: number): Promise<void> {
  const waiting = await store.waiting(table, now, Number.POSITIVE_INFINITY);
  const off = waiting.filter(({ postponed = 0, dueAt }) => postponed > 0 && dueAt > now);
  await store.hasten(table, off, now);
}

async function keep({ store, log }: FillDeps, dataset: Dataset, isOlder: boolean): Promise<void> {
  await store.noteFilled(dataset.table, fillDigest(dataset));
  log.info(isOlder ? 'The SQL is another; what the former one made is kept' : 'Not filled with what was there before', {
    dataset: dataset.table,
  });
}

/** What failed is tried again as everything that was set aside. */
async function isUnderWay({ store }: FillDeps, table: string, { run }: TargetState): Promise<boolean> {
  return run?.lane === 'fill' || (await store.setAside(table)).some(({ lane }) => lane === 'fill');
}

async function begin({ store, now, log }: FillDeps, dataset: Dataset, known: readonly KnownSource[]): Promise<void> {
  const digest = fillDigest(dataset);
  await hastenThoseThatWaited(store, dataset.table, now());
  const sources = isWhole(dataset) ? [] : fillSources(dataset, known);
  const stamp = `fill ${digest}`;
  log.info('To be filled', { dataset: dataset.table, sources: sources.length });
  if (sources.length > 0) {
    const units = sources.map((source) => fillUnit(source, stamp, now()));
    return store.addUnits(dataset.table, units);
  }
  await store.addUnits(dataset.table, [
    { id: all, lane: 'backfill', yields: true, stamp, since: now(), dueAt: now(), why: ['filled'] },
  ]);
  await store.noteFilled(dataset.table, digest);
}

/** Undefined while one of them is missing. */
async function sourcesOf({ databases, getTableColumns }: FillDeps, { after }: Dataset) {
  const known: KnownSource[] = [];
  for (const { database, table } of after) {
    const columns = await getTableColumns(databases[database], table);
    if (columns === undefined) return undefined;
    known.push({ database, table, ...columns });
  }
  return known;
}
