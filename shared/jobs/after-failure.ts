import type { Run } from './run.ts';

/** Why a run's statement did not succeed. */
export type RunFailure = {
  /** system, user or other: Athena's categories; `cancelled` by somebody, `timeout` by us or by Athena. */
  readonly category: 'system' | 'user' | 'other' | 'cancelled' | 'timeout';
  readonly message: string;
  /** Whether the same statement may succeed when it is started again. */
  readonly retryable: boolean;
  /** Whose mistake it is: `datasets/usage.sql:31:5`. */
  readonly where?: string | undefined;
};

export type Consequence =
  | { readonly do: 'retry'; readonly run: Run; readonly delaySeconds: number }
  /** Its units go on in statements of at most `limit`. */
  | { readonly do: 'halve'; readonly limit: number }
  /** `mayPass`: the cause may go away by itself. */
  | { readonly do: 'set aside'; readonly mayPass: boolean };

const maxAttempts = 4;

// What Trino says of a statement before it reads a row, and of rights that lack: no unit is to blame, and each of them would fail alike.
const ofTheStatement =
  /\b(SYNTAX_ERROR|MALFORMED_QUERY|COLUMN_NOT_FOUND|TABLE_NOT_FOUND|SCHEMA_NOT_FOUND|CATALOG_NOT_FOUND|FUNCTION_NOT_FOUND|TYPE_MISMATCH|TYPE_NOT_FOUND|AMBIGUOUS_NAME|MISSING_COLUMN_NAME|MISMATCHED_COLUMN_ALIASES|EXPRESSION_NOT_AGGREGATE|NOT_SUPPORTED|PERMISSION_DENIED)\b/;

/**
 * What becomes of a run that failed: 5, 20, 80 seconds later (and up to as much again; `chance` is in [0, 1)) the same once more, then halves of
 * it, then what is alone is set aside. So a unit is in a bounded number of statements for each of its changes.
 */
export function afterFailure(
  run: Run,
  failure: RunFailure,
  { now, chance }: { readonly now: number; readonly chance: number },
): Consequence {
  if (failure.retryable && run.attempt < maxAttempts) {
    const delaySeconds = Math.ceil(5 * 4 ** (run.attempt - 1) * (1 + chance));
    return {
      do: 'retry',
      delaySeconds,
      run: { ...run, attempt: run.attempt + 1, notBefore: now + delaySeconds * 1_000 },
    };
  }
  const blamesStatement = ofTheStatement.test(failure.message) || run.lane === 'create' || run.lane === 'alter';
  if (run.units.length > 1 && !blamesStatement) return { do: 'halve', limit: Math.ceil(run.units.length / 2) };
  return { do: 'set aside', mayPass: blamesStatement || failure.retryable || failure.category !== 'user' };
}

const retryHours = [1, 6, 24];

/** When a unit is tried once more by itself (epoch ms), that has been set aside so many times; undefined for no more. */
export function retryAt(times: number, mayPass: boolean, now: number): number | undefined {
  const hours = mayPass ? retryHours[times - 1] : undefined;
  return hours === undefined ? undefined : now + hours * 3_600_000;
}
