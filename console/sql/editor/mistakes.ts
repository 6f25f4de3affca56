import { type Extension, StateEffect, StateField, type TransactionSpec } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import type { Placed } from './places.ts';

const put = StateEffect.define<readonly Placed[]>();

/** The place of a mistake, which moves with the text about it. */
const field = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(before, { changes, effects, newDoc }) {
    const last = effects.findLast((effect) => effect.is(put));
    return last === undefined ? before.map(changes) : marksOf(last.value, newDoc.length);
  },
  provide: (own) => [
    EditorView.decorations.from(own),
    EditorView.contentAttributes.from(own, ({ size }) => (size > 0 ? invalid : valid)),
  ],
});

const invalid: Readonly<Record<string, string>> = { 'aria-invalid': 'true' };
const valid: Readonly<Record<string, string>> = {};

export const mistakes: Extension = field;

/** Marks a mistake, in the place of another; undefined: none. What it is is said below the editor, and where the pointer rests. */
export function marking(mistake: Placed | undefined): TransactionSpec {
  return { effects: put.of(mistake === undefined ? [] : [mistake]) };
}

function marksOf(placed: readonly Placed[], most: number): DecorationSet {
  return Decoration.set(
    placed.flatMap(({ from, to, message }) => {
      const end = Math.min(to, most);
      return from < end
        ? [Decoration.mark({ class: 'sql-mistake', attributes: { title: message } }).range(from, end)]
        : [];
    }),
  );
}
