import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';

/** What computing partitions is going to take, and by what that is known. */
export type Estimate = {
  readonly bytes: number;
  readonly dollars: number;
  readonly runs: number;
  readonly statements: number;
  readonly from: Basis;
};

/** What one partition takes: as so many runs of the log have scanned, or as large as what lies in the sources for it. */
export type Basis =
  | { readonly of: 'log'; readonly bytesEach: number; readonly runs: number; readonly statementsEach: number }
  | { readonly of: 'sources'; readonly bytesEach: number; readonly partitions: number };

const megabyte = 1024 ** 2;
const leastBytes = 10 * megabyte;
const dollarsPerByte = 5 / 1024 ** 4;

// A statement writes at most 100 partitions; a run takes up to 90 of them. https://docs.aws.amazon.com/athena/latest/ug/ctas-insert-into.html
export const partitionsOfRun = 90;
const newest = 50;

/** What the newest runs that made partitions scanned for each; undefined where there was none. */
export function basisOfLog(log: readonly LogEntry[]): Basis | undefined {
  const runs = new Map<string, RunCost>();
  for (const entry of log.filter(hasMade)) {
    const id = entry.run ?? entry.executionId;
    if (!runs.has(id) && runs.size === newest) break;
    runs.set(id, withStatement(runs.get(id), entry));
  }
  const all = [...runs.values()];
  const partitions = all.reduce((sum, each) => sum + each.partitions, 0);
  if (partitions === 0) return undefined;
  const bytes = all.reduce((sum, each) => sum + each.bytes, 0);
  const statements = all.reduce((sum, each) => sum + each.statements, 0);
  return { of: 'log', bytesEach: bytes / partitions, runs: all.length, statementsEach: statements / all.length };
}

type RunCost = { readonly bytes: number; readonly partitions: number; readonly statements: number };

function hasMade({ lane, state, partitionCount }: LogEntry): boolean {
  return (lane === 'write' || lane === 'backfill') && state === 'SUCCEEDED' && partitionCount > 0;
}

function withStatement(cost: RunCost | undefined, { scannedBytes = 0, partitionCount }: LogEntry): RunCost {
  const { bytes, partitions, statements } = cost ?? { bytes: 0, partitions: 0, statements: 0 };
  return {
    bytes: bytes + scannedBytes,
    partitions: Math.max(partitions, partitionCount),
    statements: statements + 1,
  };
}

/** At Athena's price in most regions: 10 MB at least for each statement. */
export function estimate(partitions: number, from: Basis): Estimate {
  const runs = Math.ceil(partitions / partitionsOfRun);
  const statements = Math.ceil(runs * (from.of === 'log' ? from.statementsEach : 1));
  const bytes = Math.round(partitions * from.bytesEach);
  return { bytes, dollars: Math.max(bytes, statements * leastBytes) * dollarsPerByte, runs, statements, from };
}
