import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';
import type { Look } from '../jobs/look.ts';
import type { Derived } from './derived.ts';

/**
 * Where what depends on some files stands in a derived table. `done`: nothing of it waits, and a statement has ended well since; `unknown`:
 * nothing of it waits, and no statement since is in the log.
 */
export type DerivedState = Derived & {
  readonly state: 'set aside' | 'running' | 'waiting' | 'done' | 'unknown' | 'not deployed';
  /** Units in that state, of those that depend on the files. */
  readonly which: readonly string[];
  readonly reason: string | null;
  /** The statement that runs, or the first that ended well since. */
  readonly executionId: string | null;
  /** Epoch ms; since when it is so. */
  readonly at: number | undefined;
};

/** Decides where it stands; `since`: when the newest of the files was written (epoch ms). */
export function derivedState(derived: Derived, look: Look | undefined, since: number): DerivedState {
  const none = { which: [], reason: null, executionId: null, at: undefined };
  if (look === undefined) return { ...derived, ...none, state: 'not deployed' };
  const wanted = new Set(derived.units);
  const ours = <T extends { readonly id: string }>(units: readonly T[]) => units.filter(({ id }) => wanted.has(id));
  const ids = (units: readonly { readonly id: string }[]) => ours(units).map(({ id }) => id);
  const [aside] = ours(look.aside);
  if (aside !== undefined) {
    const { reason = '', at } = aside.aside ?? {};
    return { ...derived, ...none, state: 'set aside', which: ids(look.aside), reason, at };
  }
  const running = ids(look.running?.units ?? []);
  if (look.running !== undefined && running.length > 0) {
    const { executionId = null, since: at } = look.running;
    return { ...derived, ...none, state: 'running', which: running, executionId, at };
  }
  const [waiting] = ours([...look.due, ...look.later]);
  if (waiting !== undefined)
    return { ...derived, ...none, state: 'waiting', which: ids([...look.due, ...look.later]), at: waiting.dueAt };
  const done = look.log.filter((entry) => isSuccess(entry, since)).at(-1);
  if (done === undefined) return { ...derived, ...none, state: 'unknown' };
  return { ...derived, ...none, state: 'done', executionId: done.executionId, at: done.endedAt };
}

const lanesOfRows: ReadonlySet<string> = new Set(['objects', 'hours', 'write']);

function isSuccess({ lane, state, startedAt, endedAt }: LogEntry, since: number): boolean {
  return lanesOfRows.has(lane) && state === 'SUCCEEDED' && startedAt >= since && endedAt !== undefined;
}
