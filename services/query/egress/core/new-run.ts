import type { Choice } from './choose.ts';
import type { Copy } from './copy.ts';
import type { CopyRun, CopyState } from './state.ts';

/** Where rows go, each `s3://bucket/folder/`: of files that are loaded, and of those that are the copy itself. */
export type Places = { readonly results: string; readonly lake: string; readonly other: string };

export type NewRun = { readonly id: string; readonly now: number; readonly places: Places };

/** The run of a choice, whose folder nobody has written to. */
export function newRun(
  copy: Copy,
  state: CopyState,
  choice: Extract<Choice, { do: 'run' }>,
  { id, now, places }: NewRun,
): CopyRun {
  const { lineage, sequence, snapshot, committedAt } = choice.version;
  const base = choice.scope === 'all' ? undefined : state.done?.loaded;
  return {
    id,
    number: Math.max(now, state.number + 1),
    version: { lineage, sequence, snapshot, committedAt },
    scope: choice.scope,
    ...(base === undefined ? {} : { base }),
    location: `${folderOf(copy, places)}version=${sequence}-${id}/`,
    digest: copy.digest,
    phase: 'unload',
    since: now,
  };
}

/** `s3://bucket/folder/` of all versions of a copy. */
function folderOf({ id, destination }: Copy, places: Places): string {
  return destination.to === 's3' ? `${places[destination.bucket]}${destination.prefix}` : `${places.results}${id}/`;
}
