import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';

const dollarsPerTerabyte = 5;
const megabyte = 1024 ** 2;
const leastMegabytes = 10;
const terabyte = 1024 ** 4;

// Data definition is free. https://aws.amazon.com/athena/pricing/
const free = new Set(['create', 'alter', 'view']);

/**
 * What Athena takes for a statement in most regions, in dollars: for each megabyte that was begun, 10 at least; nothing for a statement that
 * failed or was refused, nor for one that was stopped before it read anything. Undefined while it is not known what was scanned.
 */
export function costOf({
  lane,
  state,
  scannedBytes,
}: Pick<LogEntry, 'lane' | 'state' | 'scannedBytes'>): number | undefined {
  if (scannedBytes === undefined) return undefined;
  if (free.has(lane) || state === 'FAILED' || state === 'REFUSED') return 0;
  if (state === 'CANCELLED' && scannedBytes === 0) return 0;
  const megabytes = Math.max(Math.ceil(scannedBytes / megabyte), leastMegabytes);
  return (megabytes * megabyte * dollarsPerTerabyte) / terabyte;
}

/** `$0`, `$0.000048`, `$1.25` */
export function dollars(amount: number): string {
  if (amount === 0) return '$0';
  if (amount >= 0.01)
    return `$${amount.toLocaleString('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
  return `$${amount.toLocaleString('en-GB', { maximumSignificantDigits: 2 })}`;
}
