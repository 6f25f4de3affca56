import type { Asked } from '../lake/orders.ts';

/** What of a target is asked for: one hour, day or month, or those from the first until another, which is not among them. */
export function askedOf(first: string, until: string): Asked {
  if (until !== '') return { from: first, to: until };
  if (/T\d{2}$/.test(first)) return { hour: first };
  return /^\d{4}-\d{2}$/.test(first) ? { month: first } : { day: first };
}
