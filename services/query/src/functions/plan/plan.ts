import { tableUpdatedEvent } from '@tributary/shared/events.ts';
import type { JobStore } from '@tributary/shared/jobs/job-store.ts';
import type { Jobs } from '@tributary/shared/jobs/jobs.ts';
import { type Order, order } from '@tributary/shared/jobs/order.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import type { Databases } from '@tributary/shared/views/view.ts';
import type { Dataset } from '../../core/dataset.ts';
import { dayUnit, workOf } from '../../core/work.ts';

export type PlanDeps = {
  readonly datasets: readonly Dataset[];
  readonly databases: Databases;
  readonly store: Pick<JobStore, 'addUnits'>;
  readonly jobs: Pick<Jobs, 'advance' | 'goOn' | 'retry'>;
  readonly now: () => number;
};

/** Notes the days that a `Table Updated` touches, at each dataset that reads the table, and starts what does not run yet; or does what it is told. */
export function createPlan(deps: PlanDeps) {
  return async function plan({ id, body }: Pick<Message, 'id' | 'body'>): Promise<void> {
    const told = order.safeParse(body);
    if (told.success) return obey(deps, told.data, id);
    const { detail, id: eventId } = tableUpdatedEvent.parse(body);
    for (const { dataset, units } of workOf(deps.datasets, deps.databases, { detail, eventId, now: deps.now() })) {
      await deps.store.addUnits(dataset, units);
      await deps.jobs.advance(dataset);
    }
  };
}

async function obey({ store, jobs, now }: PlanDeps, told: Order, messageId: string): Promise<void> {
  if ('retry' in told) return jobs.retry(told.retry);
  if ('advance' in told) return jobs.goOn(told.advance);
  const units = told.days.map((day) => dayUnit(day, `order ${messageId}`, now()));
  await store.addUnits(told.run, units);
  await jobs.advance(told.run);
}
