import type { GetQuery } from '../athena.ts';
import type { RunFailure } from './after-failure.ts';
import type { Conclude } from './conclude.ts';
import type { JobStore } from './job-store.ts';
import type { TargetState } from './run.ts';
import type { Target } from './target.ts';

export type SettleDeps = {
  readonly jobs: Pick<JobStore, 'state' | 'recordStop'>;
  readonly getQuery: GetQuery;
  readonly stopQuery: (executionId: string) => Promise<void>;
  readonly conclude: Conclude;
  /** What a statement may take before it is stopped. */
  readonly maxMs: number;
  readonly now: () => number;
};

/** How a target stands then, and whether it is free to go on. */
type Settled = { readonly state: TargetState; readonly isFree: boolean };

/**
 * Concludes a target's run if its statement has ended, and stops a statement that takes too long; what Athena says now counts, not what an event
 * said.
 */
export type Settle = (target: Target) => Promise<Settled>;

export function createSettle({ jobs, getQuery, stopQuery, conclude, maxMs, now }: SettleDeps): Settle {
  return async function settle(target) {
    const state = await jobs.state(target.name);
    const { run, executionId, startedAt: at = 0 } = state;
    if (run === undefined || executionId === undefined) return { state, isFree: true };
    const execution = await getQuery(executionId);
    if (execution.state === 'QUEUED' || execution.state === 'RUNNING') {
      if (now() < at + maxMs) return { state, isFree: false };
      await jobs.recordStop(target.name, run);
      await stopQuery(executionId);
      return { state, isFree: false };
    }
    const failure = execution.failure && tooSlow(execution.failure, state);
    const { statement, steps } = state;
    await conclude(target, { ...execution, executionId, run, at, failure, statement, steps });
    return { state: await jobs.state(target.name), isFree: true };
  };
}

// Athena's own limit says so in words. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html
const timedOut = /\bquery timeout\b|EXCEEDED_TIME_LIMIT/i;

function tooSlow(failure: RunFailure, { stopped }: TargetState): RunFailure {
  if (failure.category === 'cancelled' && stopped === true)
    return { category: 'timeout', message: `It took too long, and was stopped: ${failure.message}`, retryable: false };
  return timedOut.test(failure.message) ? { ...failure, category: 'timeout', retryable: false } : failure;
}
