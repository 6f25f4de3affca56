import { type Copy, takesAll } from './copy.ts';
import { type Commit, commitsSince, type History } from './history.ts';
import type { CopyState, Note } from './state.ts';
import type { Scope } from './unload-sql.ts';

export type Situation = {
  readonly copy: Copy;
  readonly state: CopyState;
  readonly notes: readonly Note[];
  readonly history: History;
  readonly now: number;
};

export type Choice =
  | { readonly do: 'nothing' }
  /** No row has changed since what is done; the version is the present one. */
  | { readonly do: 'follow'; readonly version: Commit }
  | { readonly do: 'wait'; readonly until: number }
  | { readonly do: 'run'; readonly version: Commit; readonly scope: Scope };

/** How long a commit may wait for the event that says which partitions it changed. */
const graceMs = 120_000;
// A statement of Athena's has room for some thousands of conditions; of so many partitions all is as fast.
const maxPartitions = 1_000;

/**
 * What a copy needs: nothing while no commit since its version changed rows. The table says that they changed, and events only which partitions
 * did: without an event for a commit, all is copied. So events may come late, twice, in any order, or never.
 */
export function choose({ copy, state, notes, history, now }: Situation): Choice {
  const [version] = history;
  // A dataset that has gained columns has a version with them once it is published.
  if (version === undefined || !hasColumns(version, copy)) return { do: 'nothing' };
  const since =
    state.done === undefined || state.digest !== copy.digest ? undefined : commitsSince(history, state.done);
  const changes = since?.filter(({ changesRows }) => changesRows);
  if (changes?.length === 0) return since?.length === 0 ? { do: 'nothing' } : { do: 'follow', version };
  const rest = restOf(state, version, copy, now);
  if (rest === 'aside') return { do: 'nothing' };
  if (rest !== undefined) return { do: 'wait', until: rest };
  return toCopy({ copy, state, notes, history, now }, version, changes);
}

function hasColumns({ columns }: Commit, copy: Copy): boolean {
  return Object.keys(copy.columns).every((name) => columns.includes(name));
}

/** Until when a failure is to be left alone; `aside`: until something else happens. */
function restOf({ aside, notBefore }: CopyState, { snapshot }: Commit, { digest }: Copy, now: number) {
  const isNews = aside === undefined || aside.snapshot !== snapshot || aside.digest !== digest;
  if (!isNews && (aside.retryAt ?? Number.POSITIVE_INFINITY) > now) return 'aside' as const;
  return notBefore > now ? notBefore : undefined;
}

function toCopy({ copy, notes, now }: Situation, version: Commit, changes: readonly Commit[] | undefined): Choice {
  if (changes === undefined || takesAll(copy)) return { do: 'run', version, scope: 'all' };
  const untold = changes.filter((commit) => !notes.some((note) => isOf(note, commit)));
  const youngest = Math.max(...untold.map(({ committedAt }) => committedAt));
  if (youngest + graceMs > now) return { do: 'wait', until: youngest + graceMs };
  const scope =
    untold.length > 0 ? 'all' : partitionsOf(notes.filter((note) => changes.some((commit) => isOf(note, commit))));
  return { do: 'run', version, scope };
}

// One statement at a time writes a table: none of another one's commits is between its begin and its end.
function isOf({ from, to }: Note, { committedAt }: Commit): boolean {
  return committedAt >= from && committedAt <= to;
}

function partitionsOf(notes: readonly Note[]): Scope {
  const partitions = new Set(notes.flatMap((note) => note.partitions ?? []));
  const isAll = notes.some((note) => note.partitions === undefined) || partitions.size > maxPartitions;
  return isAll ? 'all' : [...partitions].toSorted();
}

/** Notes whose publication is in what is done, or brought nothing: nobody needs them any more. */
export function spentNotes({ state, notes, history, now }: Omit<Situation, 'copy'>): readonly string[] {
  const since = state.done === undefined ? undefined : commitsSince(history, state.done);
  if (since === undefined) return [];
  const isSpent = (note: Note) => note.at + graceMs < now && !since.some((commit) => isOf(note, commit));
  return notes.filter(isSpent).map(({ id }) => id);
}
