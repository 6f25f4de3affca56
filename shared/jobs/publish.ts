import type { Athena } from '../athena.ts';
import type { TableUpdated } from '../events.ts';
import type { Count, CountBy, Log } from '../lambda.ts';
import type { SendEvents } from '../send-events.ts';
import type { Ended } from './ended.ts';
import type { JobStore } from './job-store.ts';
import type { Target } from './target.ts';
import { tellLake } from './tell-lake.ts';

export type PublishDeps = Pick<Athena, 'getRows' | 'getUpdateCount'> & {
  readonly jobs: JobStore;
  /** Calls advance for the target again, so many seconds later. */
  readonly wake: (target: string, delaySeconds: number) => Promise<void>;
  readonly sendEvents: SendEvents;
  readonly database: string;
  readonly now: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly count: Count;
  readonly countBy: CountBy;
};

/**
 * Draws the consequences of rows that readers see now: the lake is told first, then those of us who read the table, then the units are done with.
 * Gives what the log is told of the statement's rows.
 */
export async function publish(deps: PublishDeps, target: Target, ended: Ended): Promise<string | undefined> {
  const { run } = ended;
  const update = await tellLake(deps, target, ended);
  const lane = target.lanes[run.lane];
  const passedOn = lane?.passOn?.(run.units, run.id, deps.now()) ?? [];
  for (const { target: reader, units } of passedOn) await deps.jobs.addUnits(reader, units);
  const said = await addFound(deps, target, ended);
  const later = lane?.after?.(run.units, deps.now()) ?? [];
  await deps.jobs.addUnits(
    target.name,
    later.map((unit) => ({ ...unit, stamp: 'later' })),
  );
  await noteVersions(deps, target, ended);
  if (lane !== undefined) await deps.jobs.remove(target.name, run.units);
  for (const { target: reader } of passedOn) await deps.wake(reader, 0);
  deps.count('RunsSucceeded', 1);
  tell(deps, target, { ...ended, update });
  return said;
}

const mostRows = 1_000;

/** What the rows of a statement call for, and what the log is told of them. */
async function addFound(
  { jobs, getRows, now }: PublishDeps,
  target: Target,
  ended: Ended,
): Promise<string | undefined> {
  const { found, says, fills } = target.lanes[ended.run.lane] ?? {};
  const { rows } = found === undefined ? { rows: [] } : await getRows(ended.result ?? ended.executionId, mostRows);
  if (found !== undefined) await jobs.addUnits(target.name, found(rows, now()));
  if (fills !== undefined) await jobs.noteFilled(target.name, fills);
  return says?.(rows);
}

type Told = Ended & { readonly update: TableUpdated | undefined };

/** What a statement did, how long it took, and how long after its oldest work was due the table's rows are there. */
function tell({ log, countBy, now }: PublishDeps, { name: table }: Target, { run, update, ...ended }: Told): void {
  const { executionId, at, scannedBytes } = ended;
  const { lane, units, since } = run;
  const rows = update?.rows ?? 0;
  log.info('Succeeded', { target: table, lane, units: units.length, ms: now() - at, scannedBytes, rows, executionId });
  if (update?.cause !== 'rows') return;
  countBy('RowsWritten', { table }, rows);
  if (since !== undefined) countBy('SecondsBehind', { table }, Math.max(0, (now() - since) / 1_000));
}

/** Before the units are removed: whoever is killed in between does it again. */
async function noteVersions({ jobs, now }: PublishDeps, target: Target, { run, ...ended }: Ended): Promise<void> {
  if (target.lanes[run.lane]?.makes === undefined) return;
  const partitions = new Set(run.units.map(({ partition = 'all' }) => partition));
  const version = { digest: run.digest, executionId: ended.result ?? ended.executionId, at: now() };
  await jobs.made(
    target.name,
    [...partitions].map((partition) => ({ ...version, partition })),
  );
}
