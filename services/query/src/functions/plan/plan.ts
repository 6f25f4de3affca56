import { type TableUpdated, tableUpdatedEvent } from '@tributary/shared/events.ts';
import { byHand } from '@tributary/shared/jobs/causes.ts';
import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import type { Jobs } from '@tributary/shared/jobs/jobs.ts';
import { type Order, order } from '@tributary/shared/jobs/order.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from '../../core/dataset.ts';
import { partitionUnits } from '../../core/units.ts';
import { readFirst } from '../../core/upstream.ts';
import { type DatasetWork, workOf } from '../../core/work.ts';
import { runScheduled, scheduled } from './run-scheduled.ts';

export type PlanDeps = {
  readonly datasets: readonly Dataset[];
  readonly databases: Databases;
  readonly store: Pick<JobStore, 'addUnits' | 'units' | 'remove' | 'waiting' | 'noteBackfill'>;
  readonly jobs: Pick<Jobs, 'advance' | 'goOn' | 'retry'>;
  /** What else than datasets is to be done of a change. */
  readonly more?: (change: Change) => Promise<readonly DatasetWork[]>;
  /** What somebody orders of something else than datasets; undefined for another message. */
  readonly takeOrder?: (body: unknown, of: { readonly stamp: string; readonly now: number }) => DatasetWork | undefined;
  readonly now: () => number;
};

type Change = { readonly detail: TableUpdated; readonly eventId: string; readonly now: number };

/**
 * Notes the partitions that a `Table Updated` touches, at each dataset that reads the table, and starts what does not run yet; or does what it is
 * told. All of it is noted before anything starts, first where others read it: who runs sooner would not see what it has to wait for.
 */
export function createPlan(given: PlanDeps) {
  const deps = { ...given, datasets: readFirst(given.datasets, given.datasets) };
  return async function plan({ id, body }: Pick<Message, 'id' | 'body'>): Promise<void> {
    const told = order.safeParse(body);
    if (told.success) return obey(deps, told.data, id);
    const ordered = deps.takeOrder?.(body, { stamp: `order ${id}`, now: deps.now() });
    if (ordered !== undefined) return begin(deps, [ordered]);
    const due = scheduled.safeParse(body);
    if (due.success) return runScheduled(deps, due.data['run-scheduled']);
    const { detail, id: eventId } = tableUpdatedEvent.parse(body);
    const change = { detail, eventId, now: deps.now() };
    const more = (await deps.more?.(change)) ?? [];
    await begin(deps, [...workOf(deps.datasets, deps.databases, change), ...more]);
  };
}

async function begin({ store, jobs }: PlanDeps, work: readonly DatasetWork[]): Promise<void> {
  for (const { dataset, units } of work) await store.addUnits(dataset, units);
  for (const { dataset } of work) await jobs.advance(dataset);
}

async function obey({ store, jobs, now }: PlanDeps, told: Order, messageId: string): Promise<void> {
  if ('retry' in told) return jobs.retry(told.retry);
  if ('advance' in told) return jobs.goOn(told.advance);
  if ('backfill' in told) return backfill({ store, jobs, now }, told);
  const at = now();
  const reason = { stamp: `order ${messageId}`, since: at, why: [byHand], now: at };
  await store.addUnits(told.run, partitionUnits(told.days, { ...reason, lane: 'write' }));
  await jobs.advance(told.run);
}

type Backfill = Extract<Order, { backfill: string }>;

/** What waits already keeps its lane, and is computed sooner than this would be. */
async function backfill(
  { store, jobs, now }: Pick<PlanDeps, 'store' | 'jobs' | 'now'>,
  { backfill: name, partitions, of }: Backfill,
): Promise<void> {
  await store.noteBackfill(name, of);
  const reason = { stamp: `backfill ${of.at}`, since: now(), why: [byHand], now: now() };
  await store.addUnits(name, partitionUnits(partitions, { ...reason, lane: 'backfill' }));
  await jobs.advance(name);
}
