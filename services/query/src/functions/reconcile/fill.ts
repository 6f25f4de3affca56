import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import { rotated } from '@tributary/shared/jobs/rotated.ts';
import type { TargetState } from '@tributary/shared/jobs/run.ts';
import type { Log } from '@tributary/shared/lambda.ts';
import type { GetTableColumns } from '@tributary/shared/table-columns.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from '../../core/dataset.ts';
import { all } from '../../core/partition-text.ts';
import { fillDigest, fillUnit } from '../../core/statements/fill.ts';
import { fillSources, type KnownSource } from '../../core/statements/fill-sources.ts';
import { isWhole } from '../../core/statements/kind.ts';

export type FillDeps = {
  readonly datasets: readonly Dataset[];
  readonly databases: Databases;
  readonly store: Pick<JobStore, 'state' | 'setAside' | 'addUnits' | 'noteFilled'>;
  readonly getTableColumns: GetTableColumns;
  readonly now: () => number;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly log: Pick<Log, 'info'>;
};

/** Has each dataset filled that is new, or whose table is gone, or whose SQL is another; one whose sources are not there yet waits. */
export function createFill(deps: FillDeps) {
  return async function fill(): Promise<void> {
    for (const dataset of rotated(deps.datasets, deps.chance())) await fillOne(deps, dataset);
  };
}

async function fillOne(deps: FillDeps, dataset: Dataset): Promise<void> {
  const { store, databases, getTableColumns, log } = deps;
  const { table, onChange, fill } = dataset;
  const state = await store.state(table);
  const digest = fillDigest(dataset);
  const isThere = (await getTableColumns(databases.lake, table)) !== undefined;
  if (state.filled === digest && (isThere || fill === 'none')) return;
  const isOlder = state.filled !== undefined && state.filled !== digest;
  if (fill === 'none' || (isOlder && isThere && onChange === 'keep')) {
    await store.noteFilled(table, digest);
    log.info(
      isOlder ? 'The SQL is another; what the former one made is kept' : 'Not filled with what was there before',
      { dataset: table },
    );
    return;
  }
  if (await isUnderWay(deps, table, state)) return;
  await begin(deps, dataset, digest);
}

/** What failed is tried again as everything that was set aside. */
async function isUnderWay({ store }: FillDeps, table: string, { run }: TargetState): Promise<boolean> {
  return run?.lane === 'fill' || (await store.setAside(table)).some(({ lane }) => lane === 'fill');
}

async function begin(deps: FillDeps, dataset: Dataset, digest: string): Promise<void> {
  const { store, now, log } = deps;
  const known = await sourcesOf(deps, dataset);
  if (known === undefined) return;
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
