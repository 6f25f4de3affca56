import { scanCost } from '@tributary/shared/athena-cost.ts';
import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';

// Data definition is free. https://aws.amazon.com/athena/pricing/
const free = new Set(['create', 'alter', 'view']);

/**
 * What Athena takes for a statement, in dollars; nothing for a statement that failed or was refused, nor for one that was stopped before it
 * read anything. Undefined while it is not known what was scanned.
 */
export function costOf({
  lane,
  state,
  scannedBytes,
}: Pick<LogEntry, 'lane' | 'state' | 'scannedBytes'>): number | undefined {
  if (scannedBytes === undefined) return undefined;
  if (free.has(lane) || state === 'FAILED' || state === 'REFUSED') return 0;
  if (state === 'CANCELLED' && scannedBytes === 0) return 0;
  return scanCost(scannedBytes);
}
