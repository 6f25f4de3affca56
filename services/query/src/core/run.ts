import type { QueryFailure } from '@tributary/shared/athena-failure.ts';

/** What a dataset is doing: first its table is made, where it is missing, then days are replaced. */
export type Run = {
  readonly id: string;
  readonly step: 'create' | 'replace';
  readonly days: readonly string[];
  readonly attempt: number;
  /** Not to be started before (milliseconds since the epoch). */
  readonly notBefore: number;
};

export type DatasetState = {
  /** Days whose source changed and that no run has taken yet. */
  readonly pending: readonly string[];
  /** Days of runs that were given up: taken along with the next ones. */
  readonly failed: readonly string[];
  readonly run?: Run;
  /** Of the run, once it is started. */
  readonly executionId?: string;
};

// A statement writes at most 100 partitions (https://docs.aws.amazon.com/athena/latest/ug/ctas-insert-into.html)
const maxDays = 90;
const maxAttempts = 4;

/** The days that the next run takes, oldest first; none while nothing is pending: a failed day alone is not tried again. */
export function nextDays({ pending, failed }: Pick<DatasetState, 'pending' | 'failed'>): readonly string[] {
  if (pending.length === 0) return [];
  return [...new Set([...pending, ...failed])].toSorted().slice(0, maxDays);
}

export type AfterFailure =
  | { readonly retry: true; readonly run: Run; readonly delaySeconds: number }
  | { readonly retry: false };

/** Whether and when a failed run starts again: 5, 20, 80 seconds later, and up to as much again. `chance` is in [0, 1). */
export function afterFailure(
  run: Run,
  failure: QueryFailure,
  { now, chance }: { now: number; chance: number },
): AfterFailure {
  if (!failure.retryable || run.attempt >= maxAttempts) return { retry: false };
  const delaySeconds = Math.ceil(5 * 4 ** (run.attempt - 1) * (1 + chance));
  return {
    retry: true,
    delaySeconds,
    run: { ...run, attempt: run.attempt + 1, notBefore: now + delaySeconds * 1_000 },
  };
}
