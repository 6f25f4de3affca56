import type { QueryExecutionStatus } from '@aws-sdk/client-athena';

export type QueryFailure = {
  readonly category: 'system' | 'user' | 'other' | 'cancelled';
  readonly message: string;
  /** Whether the same statement may succeed when it is started again. */
  readonly retryable: boolean;
};

// AthenaError.ErrorCategory. https://docs.aws.amazon.com/athena/latest/APIReference/API_AthenaError.html
const categories = { 1: 'system', 2: 'user', 3: 'other' } as const;

// What Athena does not always mark as retryable, although another attempt finds other conditions: a concurrent commit,
// S3's and Glue's throttles, a node lost, no slot free.
const transient =
  /ICEBERG_COMMIT_ERROR|ICEBERG_CATALOG_ERROR|SlowDown|Throttl|TooManyRequests|Rate exceeded|ICEBERG_FILESYSTEM_ERROR|EXCEEDED_TIME_LIMIT_RETRY|NO_NODES_AVAILABLE|REMOTE_TASK_ERROR|Query exhausted resources/i;

/** Why an ended query did not succeed; undefined while it runs and when it succeeded. */
export function classifyFailure(status: QueryExecutionStatus | undefined): QueryFailure | undefined {
  const { State: state, StateChangeReason: reason, AthenaError: error } = status ?? {};
  const message = error?.ErrorMessage ?? reason ?? 'Athena gives no reason';
  if (state === 'CANCELLED')
    return { category: 'cancelled', message: reason ?? 'Stopped by somebody', retryable: false };
  if (state !== 'FAILED') return undefined;
  const category = categoryOf(error?.ErrorCategory);
  const retryable = error?.Retryable === true || category === 'system' || transient.test(message);
  return { category, message, retryable };
}

function categoryOf(code: number | undefined): 'system' | 'user' | 'other' {
  if (code === 1 || code === 2 || code === 3) return categories[code];
  return 'other';
}
