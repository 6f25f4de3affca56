import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';
import type { Run, TargetState } from '@tributary/shared/jobs/run.ts';
import type { Unit } from '@tributary/shared/jobs/unit.ts';
import type { Declared } from './declared.ts';
import type { JobsReader } from './place.ts';

export type Running = Pick<Run, 'lane' | 'units' | 'attempt' | 'notBefore'> & {
  /** Of the statement; undefined before it is started. */
  readonly executionId: string | undefined;
  /** Epoch ms; of the claim, before the statement is started. */
  readonly since: number | undefined;
  /** It took too long, and Athena was told to stop it. */
  readonly isStopped: boolean;
};

/** Why a unit that is due is not taken: work of a target upstream that is older, or set aside. */
export type Held = {
  readonly unit: string;
  readonly by: string;
  readonly because: 'waits' | 'runs' | 'set aside';
  /** Since when (epoch ms). */
  readonly since: number | undefined;
};

/** What a target does, has to do and did, at one time. */
export type Look = {
  readonly target: Declared;
  readonly running: Running | undefined;
  /** What could be taken now, the longest waiting first, without what the run has taken. */
  readonly due: readonly Unit[];
  /** What has a time to come, the next first. */
  readonly later: readonly Unit[];
  readonly aside: readonly Unit[];
  /** The newest first. */
  readonly log: readonly LogEntry[];
  /** What is due, and waits for others. */
  readonly held?: readonly Held[];
  /** It waits until one of so many statements of its service ends. */
  readonly placeOf?: number;
  /** Of the tables that it reads those that are not there, as `raw.events_order_placed`. */
  readonly missing?: readonly string[];
};

/** Reads all that waits, and the newest `most` of the log. */
export async function readLook(
  reader: JobsReader,
  target: Declared,
  { now, most }: { readonly now: number; readonly most: number },
): Promise<Look> {
  const { name } = target;
  const [state, waiting, aside, log] = await Promise.all([
    reader.state(name),
    reader.waiting(name, now, Number.POSITIVE_INFINITY),
    reader.setAside(name),
    reader.log(name, most),
  ]);
  const running = runningOf(state);
  const taken = new Map(running?.units.map(({ id, version }) => [id, version]));
  const left = waiting
    .filter(({ id, version }) => taken.get(id) !== version)
    .toSorted((a, b) => a.dueAt - b.dueAt || (a.id < b.id ? -1 : 1));
  return {
    target,
    running,
    due: left.filter(({ dueAt }) => dueAt <= now),
    later: left.filter(({ dueAt }) => dueAt > now),
    aside,
    log,
  };
}

function runningOf({ run, executionId, startedAt, stopped, claimedAt }: TargetState): Running | undefined {
  return run && { ...run, executionId, since: startedAt ?? claimedAt[run.lane], isStopped: stopped === true };
}

/** The newest statement that has ended. */
export function lastOf({ log }: Pick<Look, 'log'>): LogEntry | undefined {
  return log.find(({ endedAt }) => endedAt !== undefined);
}
