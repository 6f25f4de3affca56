import type { SqlResult } from './session.ts';

/** What the thread of a database is asked: a statement, or to end. */
export type Ask = { readonly sql: string; readonly values: readonly string[] } | 'close';

/** Its answer, one for each and one once it is ready. */
export type Answer =
  | { readonly result: SqlResult }
  | { readonly failed: { readonly message: string; readonly code: string; readonly detail: string } }
  | 'ready'
  | 'closed';
