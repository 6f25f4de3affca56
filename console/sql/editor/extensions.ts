import {
  acceptCompletion,
  autocompletion,
  type Completion,
  type CompletionContext,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import { EditorState, type Extension, Prec } from '@codemirror/state';
import { drawSelection, EditorView, highlightSpecialChars, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { complete, type Knowledge, type Option } from './complete.ts';
import { mistakes } from './mistakes.ts';

const types: Readonly<Record<Option['kind'], string>> = {
  column: 'property',
  table: 'class',
  database: 'namespace',
  alias: 'variable',
  function: 'function',
  keyword: 'keyword',
};

/** What is nearer to the statement stands first among what begins alike. */
const boosts: Readonly<Record<Option['kind'], number>> = {
  column: 5,
  alias: 4,
  table: 3,
  database: 2,
  function: 1,
  keyword: 0,
};

/** What is the same of each editor; `known` is asked at each completion. */
export function editorExtensions(known: () => Knowledge, run: () => void): readonly Extension[] {
  const source = (context: CompletionContext) => {
    const { state, pos, explicit } = context;
    const found = complete(state.doc.toString(), pos, known());
    const isBegun = found !== undefined && (found.from < pos || state.sliceDoc(pos - 1, pos) === '.');
    if (found === undefined || !(explicit || isBegun)) return null;
    return { from: found.from, options: found.options.map(optionOf), validFor: /^["`]?[\p{L}\p{N}_$]*$/u };
  };
  return [
    lineNumbers(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    EditorState.allowMultipleSelections.of(true),
    EditorState.tabSize.of(2),
    bracketMatching(),
    closeBrackets(),
    mistakes,
    autocompletion({ override: [source], icons: false }),
    placeholder('SELECT …'),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({
      'aria-label': 'Statement',
      'aria-describedby': 'sql-said sql-keys',
      spellcheck: 'false',
    }),
    Prec.highest(
      keymap.of([
        { key: 'Mod-Enter', run: () => ran(run) },
        { key: 'Tab', run: acceptCompletion },
      ]),
    ),
    keymap.of([...closeBracketsKeymap, ...completionKeymap, ...defaultKeymap, ...historyKeymap, indentWithTab]),
  ];
}

function ran(run: () => void): boolean {
  run();
  return true;
}

function optionOf({ label, kind, apply, detail, info }: Option): Completion {
  return {
    label,
    type: types[kind],
    boost: boosts[kind],
    ...(apply === undefined ? {} : { apply }),
    detail: detail ?? (kind === 'column' ? '' : kind),
    ...(info === undefined ? {} : { info: () => linesOf(info) }),
  };
}

function linesOf(text: string): HTMLElement {
  const element = document.createElement('div');
  element.className = 'sql-info';
  element.textContent = text;
  return element;
}
