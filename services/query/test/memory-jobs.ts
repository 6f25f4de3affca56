import type { DatasetState, Run } from '../src/core/run.ts';
import type { Job, JobEnd, JobLog } from '../src/jobs/job-log.ts';

/** The job log in memory, for tests: the same contract as the one in DynamoDB. */
export function createMemoryJobs(): JobLog & { readonly ends: ReadonlyMap<string, JobEnd> } {
  const states = new Map<string, DatasetState>();
  const jobs = new Map<string, Job>();
  const ends = new Map<string, JobEnd>();
  const views = new Map<string, string>();
  const stateOf = (dataset: string): DatasetState => states.get(dataset) ?? { pending: [], failed: [] };
  const without = (days: readonly string[], gone: readonly string[]) => days.filter((day) => !gone.includes(day));
  const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];
  return {
    ends,
    async addPending(dataset, days) {
      const state = stateOf(dataset);
      states.set(dataset, { ...state, pending: union(state.pending, days) });
    },
    getState: async (dataset) => stateOf(dataset),
    async claim(dataset, run) {
      const state = stateOf(dataset);
      if (state.run) return false;
      const { pending, failed } = state;
      states.set(dataset, { pending: without(pending, run.days), failed: without(failed, run.days), run });
      return true;
    },
    async recordStart(job, executionId) {
      if (!jobs.has(executionId)) jobs.set(executionId, job);
      if (job.kind !== 'dataset') return;
      const state = stateOf(job.dataset);
      if (same(state.run, job.run)) states.set(job.dataset, { ...state, executionId });
    },
    async continueRun(dataset, executionId, run) {
      const { pending, failed, executionId: current } = stateOf(dataset);
      if (current === executionId) states.set(dataset, { pending, failed, run });
    },
    async endRun(dataset, executionId, failedDays) {
      const { pending, failed, executionId: current } = stateOf(dataset);
      if (current === executionId) states.set(dataset, { pending, failed: union(failed, failedDays) });
    },
    getJob: async (executionId) => jobs.get(executionId),
    async recordEnd(executionId, end) {
      ends.set(executionId, end);
    },
    getViewSql: async (view) => views.get(view),
    async putViewSql(view, sql) {
      views.set(view, sql);
    },
  };
}

function same(a: Run | undefined, b: Run): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
