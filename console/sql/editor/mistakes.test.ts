import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { expect, test } from 'vitest';
import { marking, mistakes } from './mistakes.ts';

/** What is marked, and whether the editor says that something is. */
function told(state: EditorState) {
  const found: string[] = [];
  for (const set of state.facet(EditorView.decorations))
    if (typeof set !== 'function')
      set.between(0, state.doc.length, (from, to, { spec }) => {
        found.push(`${state.sliceDoc(from, to)}: ${spec.attributes.title}`);
      });
  return [found, state.facet(EditorView.contentAttributes)];
}

const mistake = { from: 7, to: 10, message: 'no foo' };
const written = EditorState.create({ doc: 'SELECT foo', extensions: mistakes });
const marked = written.update(marking(mistake)).state;

test('a mistake is marked until another is, or none', () => {
  expect(told(written)).toEqual([[], [{}]]);
  expect(told(marked)).toEqual([['foo: no foo'], [{ 'aria-invalid': 'true' }]]);
  const other = marked.update(marking({ from: 0, to: 6, message: 'odd' })).state;
  expect(told(other)[0]).toEqual(['SELECT: odd']);
  expect(told(other.update(marking(undefined)).state)).toEqual([[], [{}]]);
});

test('its mark moves with the text about it', () => {
  const edited = marked.update({ changes: { from: 0, insert: '-- a\n' } }).state;
  expect(told(edited)[0]).toEqual(['foo: no foo']);
});

test('what lies behind the end of the text is not marked', () => {
  expect(told(written.update(marking({ from: 8, to: 20, message: 'long' })).state)[0]).toEqual(['oo: long']);
  expect(told(written.update(marking({ from: 12, to: 20, message: 'gone' })).state)[0]).toEqual([]);
});
