import { choose, spentNotes } from '../../core/choose.ts';
import type { Copy } from '../../core/copy.ts';
import { newRun } from '../../core/new-run.ts';
import type { Kept } from '../../store/copy-store.ts';
import type { AdvanceDeps } from './deps.ts';
import { createGoOn } from './go-on.ts';

/** Does what a copy needs next, as far as it goes without waiting. Safe at any time, from several functions at once. */
export type Advance = (copy: Copy) => Promise<void>;

const maxSteps = 12;
const reconciledWithinMs = 60_000;

export function createAdvance(deps: AdvanceDeps): Advance {
  const goOn = createGoOn(deps);
  return async function advance(copy) {
    for (let step = 0; step < maxSteps; step += 1) {
      const kept = await deps.store.read(copy.id);
      const { run } = kept.state;
      const moved = run === undefined ? await begin(deps, copy, kept) : await goOn(copy, kept, run);
      if (!moved) return;
    }
  };
}

/** Begins a run where one is needed. Whether there is more to do at once. */
async function begin(deps: AdvanceDeps, copy: Copy, kept: Kept): Promise<boolean> {
  const { store, now } = deps;
  // First the notes: what they tell of is in the table's history by then.
  const notes = await store.notes(copy.id);
  const history = (await deps.historyOf(copy.dataset)) ?? [];
  const { state } = kept;
  const situation = { copy, state, notes, history, now: now() };
  const choice = choose(situation);
  if (choice.do === 'wait') await wakeAt(deps, copy, choice.until);
  if (choice.do === 'nothing') await store.removeNotes(copy.id, spentNotes(situation));
  if (choice.do === 'follow' && state.done !== undefined) {
    const { lineage, sequence, snapshot, committedAt } = choice.version;
    await store.save(copy.id, kept, { ...state, done: { ...state.done, lineage, sequence, snapshot, committedAt } });
  }
  if (choice.do !== 'run') return false;
  const run = newRun(copy, state, choice, { id: deps.newId(), now: now(), places: deps.places });
  const { aside: _, ...rest } = state;
  return store.save(copy.id, kept, { ...rest, run, number: run.number });
}

/** Reconcile comes by every minute; only what is due before that needs a message of its own. */
async function wakeAt({ wake, now }: AdvanceDeps, { id }: Copy, until: number): Promise<void> {
  const ms = until - now();
  if (ms <= reconciledWithinMs) await wake(id, Math.max(1, Math.ceil(ms / 1_000)));
}
