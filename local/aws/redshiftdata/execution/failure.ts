import { LoadError } from '../copy/load-error.ts';
import { Refusal } from '../dialect/refusal.ts';
import { DatabaseError } from '../engine/session.ts';

/** SQLSTATEs of what PostgreSQL does not know: a syntax, a function, a type. */
const unknownHere = new Set(['42601', '42883', '42704']);

const hint = '\n  Hint: PostgreSQL runs this here; local/README.md says what of Redshift it knows.';

/** Why a statement failed, as the Data API tells it. */
export function failureText(error: unknown): string {
  if (error instanceof LoadError || error instanceof DatabaseError)
    return `ERROR: ${error.message}${error.detail === '' ? '' : `\n  Detail: ${error.detail}`}${
      error instanceof DatabaseError && unknownHere.has(error.code) ? hint : ''
    }`;
  if (error instanceof Refusal) return `ERROR: ${error.message}`;
  return `ERROR: Internal error: ${error instanceof Error ? error.message : String(error)}`;
}
