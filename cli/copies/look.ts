import { type Choice, choose } from '@tributary/query/egress/core/choose.ts';
import { commitsSince, type History } from '@tributary/query/egress/core/history.ts';
import type { CopyState } from '@tributary/query/egress/core/state.ts';
import type { CopyStore } from '@tributary/query/egress/store/copy-store.ts';
import type { DeclaredCopy } from '../jobs/declared.ts';

/** What is known of copies, and of the tables that they are of. */
export type CopyReader = Pick<CopyStore, 'read' | 'notes'> & {
  readonly historyOf: (table: string) => Promise<History | undefined>;
};

/** How a copy stands, at one time. */
export type CopyLook = {
  readonly target: DeclaredCopy;
  readonly state: CopyState;
  /** What egress does next. */
  readonly choice: Choice;
  /** Commits that changed rows and are not there, and since when (epoch ms). Without a number all is to be copied. */
  readonly behind: { readonly commits: number | undefined; readonly since: number } | undefined;
};

export async function readCopy(reader: CopyReader, target: DeclaredCopy, now: number): Promise<CopyLook> {
  const { copy } = target;
  const [{ state }, notes, history = []] = await Promise.all([
    reader.read(copy.id),
    reader.notes(copy.id),
    reader.historyOf(copy.dataset),
  ]);
  const choice = choose({ copy, state, notes, history, now });
  return { target, state, choice, behind: behindOf({ state, history, digest: copy.digest }) };
}

type Known = { readonly state: CopyState; readonly history: History; readonly digest: string };

function behindOf({ state, history, digest }: Known): CopyLook['behind'] {
  const oldest = history.at(-1);
  if (oldest === undefined) return undefined;
  const since = state.done === undefined || state.digest !== digest ? undefined : commitsSince(history, state.done);
  if (since === undefined) return { commits: undefined, since: oldest.committedAt };
  const changes = since.filter(({ changesRows }) => changesRows);
  const first = changes.at(-1);
  return first && { commits: changes.length, since: first.committedAt };
}

/** `new`: the dataset has not been published yet. */
export type CopyStanding = 'fresh' | 'runs' | 'waits' | 'failed' | 'new';

export function standingOf({ state, choice, behind }: CopyLook): CopyStanding {
  if (state.run !== undefined) return 'runs';
  if (state.aside !== undefined && choice.do === 'nothing') return 'failed';
  if (behind !== undefined) return 'waits';
  return state.done === undefined ? 'new' : 'fresh';
}

/** It is set aside, or failed the last time. */
export function isCopyFailing(look: CopyLook): boolean {
  return look.state.aside !== undefined || look.state.failures > 0;
}
