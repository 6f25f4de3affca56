import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import type { Jobs } from '@tributary/shared/jobs/jobs.ts';
import type { Unit } from '@tributary/shared/jobs/unit.ts';
import * as z from 'zod';
import type { Dataset } from '../../core/dataset.ts';
import { all } from '../../core/partition-text.ts';
import { gathered, partitionUnits } from '../../core/units.ts';

/** What a rule says when the schedule of some datasets comes. */
export const scheduled = z.strictObject({ 'run-scheduled': z.array(z.string()).min(1) });

export type ScheduleDeps = {
  readonly datasets: readonly Dataset[];
  readonly store: Pick<JobStore, 'addUnits' | 'units' | 'remove'>;
  readonly jobs: Pick<Jobs, 'advance'>;
  readonly now: () => number;
};

/**
 * Has datasets do what has gathered since their schedule last came: the partitions that changed; or all, where all is computed at once, as its rows
 * may depend on the time. What changes meanwhile gathers for the next time. A schedule that comes twice within a minute is one.
 */
export async function runScheduled(deps: ScheduleDeps, names: readonly string[]): Promise<void> {
  const { datasets, store, jobs, now } = deps;
  const at = now();
  const minute = new Date(at).toISOString().slice(0, 16);
  for (const { table, schedule, materialized } of datasets.filter((dataset) => names.includes(dataset.table))) {
    if (schedule === undefined) continue;
    const units = (await store.units(table)).filter(({ lane }) => lane === gathered);
    const partitions = materialized === 'table' ? 'all' : units.map(partitionOf);
    const why = [`schedule ${schedule}`, ...new Set(units.flatMap((unit) => unit.why ?? []))].slice(0, 8);
    const reason = { stamp: `schedule ${minute}`, since: at, why, now: at };
    await store.addUnits(table, partitionUnits(partitions, { ...reason, lane: 'write' }));
    await store.remove(table, units);
  }
  for (const name of names) await jobs.advance(name);
}

function partitionOf({ partition }: Unit): string {
  return partition ?? all;
}
