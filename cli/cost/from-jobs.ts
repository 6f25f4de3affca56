import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';
import { costOf } from '../jobs/cost.ts';
import { ofStatements } from './growth.ts';
import type { Usage } from './usage.ts';

export type Day = { readonly from: number; readonly to: number };

/** What the statements of a target scanned that ended within the day (epoch ms); free ones are left out. */
export function usageOfJobs(target: string, log: readonly LogEntry[], { from, to }: Day): Usage {
  const scanned = log
    .filter(({ endedAt }) => endedAt !== undefined && endedAt >= from && endedAt < to)
    .filter((entry) => (costOf(entry) ?? 0) > 0)
    .map(({ scannedBytes = 0 }) => scannedBytes);
  return {
    way: target,
    what: `Athena, ${scanned.length} ${scanned.length === 1 ? 'statement' : 'statements'}`,
    meter: 'scannedBytes',
    growth: ofStatements(scanned),
    from: 'job log',
  };
}
