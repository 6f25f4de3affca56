import type { QueryExecutionStatus } from '@aws-sdk/client-athena';

export type QueryFailure = {
  readonly category: 'system' | 'user' | 'other' | 'cancelled' | 'timeout';
  readonly message: string;
  /** Whether the same statement may succeed when it is started again. */
  readonly retryable: boolean;
};

// AthenaError.ErrorCategory. https://docs.aws.amazon.com/athena/latest/APIReference/API_AthenaError.html
const categories = { 1: 'system', 2: 'user', 3: 'other' } as const;

// What Athena does not always mark as retryable, although another attempt finds other conditions: a concurrent commit,
// S3's and Glue's throttles, a node lost, no slot free.
const transient =
  /ICEBERG_COMMIT_ERROR|ICEBERG_CATALOG_ERROR|ConcurrentModification|SlowDown|reduce your request rate|RequestLimitExceeded|Throttl|TooManyRequests|Rate exceeded|ICEBERG_FILESYSTEM_ERROR|EXCEEDED_TIME_LIMIT_RETRY|NO_NODES_AVAILABLE|REMOTE_TASK_ERROR|Query exhausted resources/i;

// AthenaError.ErrorType 206 and 210 are `Query timeout`: the same statement would take as long again.
// https://docs.aws.amazon.com/athena/latest/ug/error-reference.html#error-reference-error-type-reference
const timeouts: ReadonlySet<number | undefined> = new Set([206, 210]);

/** Why an ended query did not succeed; undefined while it runs and when it succeeded. */
export function classifyFailure(status: QueryExecutionStatus | undefined): QueryFailure | undefined {
  const { State: state, StateChangeReason: reason, AthenaError: error } = status ?? {};
  const message = error?.ErrorMessage ?? reason ?? 'Athena gives no reason';
  if (state === 'CANCELLED')
    return { category: 'cancelled', message: reason ?? 'Stopped by somebody', retryable: false };
  if (state !== 'FAILED') return undefined;
  if (timeouts.has(error?.ErrorType)) return { category: 'timeout', message, retryable: false };
  const category = categoryOf(error?.ErrorCategory);
  const retryable = error?.Retryable === true || category === 'system' || transient.test(message);
  return { category, message, retryable };
}

function categoryOf(code: number | undefined): 'system' | 'user' | 'other' {
  if (code === 1 || code === 2 || code === 3) return categories[code];
  return 'other';
}
