import { tableUpdatedEvent } from '@tributary/shared/events.ts';
import type { Message } from '@tributary/shared/sqs.ts';
import * as z from 'zod';
import type { Dataset } from '../../core/dataset.ts';
import { daysTouched } from '../../core/days-touched.ts';
import type { Advance } from '../../jobs/advance.ts';
import type { JobLog } from '../../jobs/job-log.ts';

export type PlanDeps = {
  readonly datasets: readonly Dataset[];
  readonly lakeDatabase: string;
  readonly jobs: Pick<JobLog, 'addPending'>;
  readonly advance: Advance;
};

/** What settle sends itself through the queue: try this dataset again. */
const tryAgain = z.strictObject({ tryAgain: z.string() });

/** Notes the days that a `Table Updated` touches, at each dataset that reads the table, and starts what does not run yet. */
export function createPlan(deps: PlanDeps) {
  return async function plan({ body }: Pick<Message, 'body'>): Promise<void> {
    const again = tryAgain.safeParse(body);
    if (again.success) return advanceOne(deps, again.data.tryAgain);
    const { detail } = tableUpdatedEvent.parse(body);
    if (detail.database !== deps.lakeDatabase) return;
    for (const dataset of deps.datasets.filter(({ after }) => after.includes(detail.table))) {
      const days = daysTouched(detail);
      if (days.length > 0) await deps.jobs.addPending(dataset.table, days);
      await deps.advance(dataset);
    }
  };
}

async function advanceOne({ datasets, advance }: PlanDeps, table: string): Promise<void> {
  const dataset = datasets.find((one) => one.table === table);
  if (dataset) await advance(dataset);
}
