import { Annotation, Compartment, EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { athena } from './colouring.ts';
import type { Knowledge } from './complete.ts';
import { editorExtensions } from './extensions.ts';
import { marking } from './mistakes.ts';
import type { Placed } from './places.ts';

export type Written = { readonly text: string; readonly from: number; readonly to: number };

/** What the page does with an editor. */
export type EditorHandle = {
  readonly put: (text: string) => void;
  readonly focus: () => void;
  /** Shows a place, and puts the cursor there. */
  readonly goTo: (place: number) => void;
};

type Props = {
  readonly handle: RefObject<EditorHandle | null>;
  readonly knowledge: Knowledge;
  readonly mistake: Placed | undefined;
  /** The text, and what is selected in it, whenever either is another; `isEdit`: by who types. */
  readonly onWritten: (written: Written, isEdit: boolean) => void;
  readonly onRun: () => void;
};

/** A text of SQL. */
export function Editor({ handle, knowledge, mistake, onWritten, onRun }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(null);
  const latest = useRef({ knowledge, onWritten, onRun });
  latest.current = { knowledge, onWritten, onRun };
  const language = useRef(new Compartment());
  useEffect(() => {
    if (box.current === null) return undefined;
    const made = new EditorView({
      parent: box.current,
      state: EditorState.create({
        extensions: [
          ...editorExtensions(
            () => latest.current.knowledge,
            () => latest.current.onRun(),
          ),
          language.current.of(athena([])),
          EditorView.updateListener.of(({ state, docChanged, selectionSet, transactions }) => {
            if (!docChanged && !selectionSet) return;
            const { from, to } = state.selection.main;
            const isEdit = docChanged && transactions.some((each) => each.annotation(isPut) !== true);
            latest.current.onWritten({ text: state.doc.toString(), from, to }, isEdit);
          }),
        ],
      }),
    });
    view.current = made;
    handle.current = handleOf(made);
    return () => {
      handle.current = null;
      made.destroy();
    };
  }, [handle]);
  useEffect(() => {
    const names = knowledge.functions.map(({ name }) => name);
    view.current?.dispatch({ effects: language.current.reconfigure(athena(names)) });
  }, [knowledge.functions]);
  useEffect(() => {
    view.current?.dispatch(marking(mistake));
  }, [mistake]);
  return <div class="sql-editor" ref={box} />;
}

/** Of a change that the page made. */
const isPut = Annotation.define<boolean>();

function handleOf(view: EditorView): EditorHandle {
  return {
    put(text) {
      if (view.state.doc.toString() === text) return;
      const changes = { from: 0, to: view.state.doc.length, insert: text };
      view.dispatch({ changes, selection: { anchor: 0 }, annotations: isPut.of(true) });
    },
    focus: () => view.focus(),
    goTo(place) {
      view.dispatch({ selection: { anchor: Math.min(place, view.state.doc.length) }, scrollIntoView: true });
      view.focus();
    },
  };
}
