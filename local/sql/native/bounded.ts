import { createContext, Script } from 'node:vm';
import { fail } from './define.ts';

const context = createContext({ work: () => undefined });
const script = new Script('work()');

/** The error is of the other context, no instance of this one's Error. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}

/**
 * Runs `work`, and ends the query when it does not come to an end by itself: a regular expression can backtrack for years (Trino's own
 * does too), and nothing else in the process is heard meanwhile. Costs about 60 µs.
 */
export function bounded(maxMillis: number, work: () => void): void {
  Object.assign(context, { work });
  try {
    script.runInContext(context, { timeout: maxMillis });
  } catch (error) {
    if (!isTimeout(error)) throw error;
    fail(
      'EXCEEDED_TIME_LIMIT',
      `a function needs more than ${maxMillis / 1000} s for a few rows: does a regular expression backtrack without end?`,
    );
  }
}
