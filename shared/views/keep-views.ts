import type { JobStore } from '../jobs/job-store.ts';
import type { Target } from '../jobs/target.ts';
import type { Message } from '../sqs.ts';
import type { Databases, View } from './view.ts';

export type KeepViewsDeps = {
  readonly views: readonly View[];
  readonly viewTargets: readonly Target[];
  readonly databases: Databases;
  readonly tableExists: (database: string, table: string) => Promise<boolean>;
  readonly store: Pick<JobStore, 'addUnits' | 'setAside' | 'state'>;
  /** Has plan advance a target. */
  readonly wake: (target: string, delaySeconds: number) => Promise<void>;
  readonly now: () => number;
};

/**
 * Puts each view in place that is missing, or is another than it should be, once the tables it reads are there. The schedule leaves alone what
 * failed by the same SQL; a table that is new or has new columns is reason to try it again.
 */
export function createKeepViews(deps: KeepViewsDeps) {
  return async function keepViews({ id, body }: Pick<Message, 'id' | 'body'>): Promise<void> {
    const isEvent = typeof body === 'object' && body !== null && 'detail-type' in body;
    for (const target of deps.viewTargets) await keep(deps, target, isEvent ? id : undefined);
  };
}

async function keep(deps: KeepViewsDeps, target: Target, eventId: string | undefined): Promise<void> {
  if (!(await isNeeded(deps, target))) return;
  if (eventId === undefined && (await hasFailed(deps, target))) return;
  const why = [eventId === undefined ? 'its definition' : 'a table that is new, or has changed'];
  const unit = { id: 'view', lane: 'view', stamp: eventId ?? target.digest, dueAt: deps.now(), why };
  await deps.store.addUnits(target.name, [unit]);
  await deps.wake(target.name, 0);
}

async function isNeeded({ views, databases, tableExists, store }: KeepViewsDeps, { name, digest }: Target) {
  const { reads = [] } = views.find(({ view }) => view === name) ?? {};
  for (const { database, table } of reads) if (!(await tableExists(databases[database], table))) return false;
  const { prepared } = await store.state(name);
  return prepared !== digest || !(await tableExists(databases.lake, name));
}

async function hasFailed({ store }: KeepViewsDeps, { name, digest }: Target): Promise<boolean> {
  return (await store.setAside(name)).some(({ aside }) => aside?.digest === digest);
}
