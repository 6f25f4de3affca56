import { TooDeepError } from '@tributary/shared/trino/syntax-error.ts';
import type { SqlMistake } from './mistake.ts';

export const tooDeep: SqlMistake = { line: 1, column: 1, message: 'the SELECT nests too deep' };

/** Whether a statement was too deep for Trino, or for the stack of who reads it here. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof TooDeepError || (error instanceof RangeError && error.message.includes('call stack'));
}
