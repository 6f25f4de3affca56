import type { EventFields, RequestFields } from './row.ts';

export type RejectReason =
  | 'empty'
  | 'unknown_format'
  | 'format_not_covered'
  | 'bad_date'
  | 'bad_timers'
  | 'bad_fields'
  | 'cut_too_early';

/** What one line became: a row of traffic, a row of events, or a reject with its reason. Parsing never throws. */
export type LineOutcome =
  | { readonly kind: 'request'; readonly row: RequestFields }
  | { readonly kind: 'event'; readonly row: EventFields }
  | { readonly kind: 'rejected'; readonly reason: RejectReason; readonly detail: string };

export function rejected(reason: RejectReason, detail: string): LineOutcome {
  return { kind: 'rejected', reason, detail };
}
