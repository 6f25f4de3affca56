import { type Cursor, whatIsWrong } from './cursor.ts';
import type { EventFields, RequestFields } from './row.ts';

export type RejectReason = 'empty' | 'unknown_format' | 'bad_date' | 'bad_timers' | 'bad_fields' | 'cut_too_early';

/** What one line became: a row of traffic, a row of events, or a reject with its reason. Parsing never throws. */
export type LineOutcome =
  | { readonly kind: 'request'; readonly row: RequestFields }
  | { readonly kind: 'event'; readonly row: EventFields }
  | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly detail: string };

export function rejected(reason: RejectReason, detail: string): LineOutcome {
  return { kind: 'rejected', reason, detail };
}

/** The row, flagged truncated when the cursor ran out of line; a reject when it met something else than it looked for. */
export function outcomeOf(row: RequestFields, cursor: Cursor): LineOutcome {
  const detail = whatIsWrong(cursor);
  if (detail !== undefined) return rejected('bad_fields', detail);
  row.truncated ||= cursor.cut;
  return { kind: 'request', row };
}
