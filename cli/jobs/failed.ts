import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';
import { type Look, lastOf } from './look.ts';

/** A statement that has ended, and not well. */
export function hasFailed({ state, endedAt }: Pick<LogEntry, 'state' | 'endedAt'>): boolean {
  return endedAt !== undefined && state !== 'SUCCEEDED';
}

/** A target with something set aside, or whose last statement failed. */
export function isFailing(look: Look): boolean {
  const last = lastOf(look);
  return look.aside.length > 0 || (last !== undefined && hasFailed(last));
}
