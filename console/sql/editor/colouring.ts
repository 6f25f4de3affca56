import { EditorState, type Extension } from '@codemirror/state';
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { coloured, wordKinds } from './coloured.ts';

/** Athena's SQL, as colours tell its words apart: each by a class, `code-keyword`. */
export function athena(functions: readonly string[]): Extension {
  const words = wordKinds(functions);
  const marksOf = ({ state, viewport }: EditorView): DecorationSet =>
    Decoration.set(
      coloured(state.doc.toString(), words, viewport).map(({ from, to, kind }) =>
        Decoration.mark({ class: `code-${kind}` }).range(from, to),
      ),
    );
  return [
    ViewPlugin.define(
      (view) => {
        const shown = {
          marks: marksOf(view),
          update({ docChanged, viewportChanged, view: now }: ViewUpdate) {
            if (docChanged || viewportChanged) shown.marks = marksOf(now);
          },
        };
        return shown;
      },
      { decorations: ({ marks }) => marks },
    ),
    EditorState.languageData.of(() => [
      {
        commentTokens: { line: '--', block: { open: '/*', close: '*/' } },
        closeBrackets: { brackets: ['(', '[', '{', "'", '"', '`'] },
      },
    ]),
  ];
}
