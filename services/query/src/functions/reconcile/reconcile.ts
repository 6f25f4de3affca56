import type { Dataset } from '../../core/dataset.ts';
import type { Advance } from '../../jobs/advance.ts';
import type { JobLog } from '../../jobs/job-log.ts';
import type { SettleExecution } from '../../jobs/settle-execution.ts';

export type ReconcileDeps = {
  readonly datasets: readonly Dataset[];
  readonly jobs: Pick<JobLog, 'getState'>;
  readonly settleExecution: SettleExecution;
  readonly advance: Advance;
};

/** Does what a lost event or a killed function left undone: Athena's state changes are sent at best effort. */
export function createReconcile({ datasets, jobs, settleExecution, advance }: ReconcileDeps) {
  return async function reconcile(): Promise<void> {
    for (const dataset of datasets) {
      const { executionId } = await jobs.getState(dataset.table);
      if (executionId === undefined) await advance(dataset);
      else await settleExecution(executionId);
    }
  };
}
