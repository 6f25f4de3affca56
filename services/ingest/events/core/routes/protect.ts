import { isNumber, parseExact, writeExact } from './exact-json.ts';
import { isParent, keyOf, type Path, put } from './path.ts';

/** How a protected path is looked for. */
type Looking = {
  /** `Email` is `email`. */
  readonly ignoreCase: boolean;
  /** Texts that hold JSON are looked into, and written again. */
  readonly encoded: boolean;
};

type Parent = Record<string, unknown>;
type Change = (parent: Parent, key: string) => void;
type Search = { readonly looking: Looking; readonly change: Change };

// JSON in a text in JSON in a text: publishers go to two.
const maxTexts = 4;

/**
 * Changes each value that a path leads to, below `holder[key]`; says how many there were. Where an object is expected and there is an array of
 * them, in each of its elements: what is to be protected must not pass because there are two of it.
 */
export function protectAt(holder: Parent, key: string, path: Path, search: Search): number {
  return protectIn(holder, key, { path, texts: 0, ...search });
}

type State = Search & { readonly path: Path; readonly texts: number };

function protectIn(holder: Parent, key: string, state: State): number {
  const [segment, ...rest] = state.path;
  if (segment === undefined) {
    state.change(holder, key);
    return 1;
  }
  const value = holder[key];
  if (typeof value === 'string') return protectInText(holder, key, value, state);
  if (!isParent(value)) return 0;
  const keys = keysOf(value, segment, state.looking);
  const isSkipped = keys.length === 0 && Array.isArray(value);
  const [below, path] = isSkipped ? [Object.keys(value), state.path] : [keys, rest];
  let count = 0;
  for (const each of below) count += protectIn(value, each, { ...state, path });
  return count;
}

function keysOf(value: Parent, segment: string, { ignoreCase }: Looking): readonly string[] {
  if (segment === '*') return Object.keys(value);
  const wanted = keyOf(segment);
  if (!ignoreCase) return Object.hasOwn(value, wanted) ? [wanted] : [];
  return Object.keys(value).filter((key) => key.toLowerCase() === wanted.toLowerCase());
}

function protectInText(holder: Parent, key: string, text: string, state: State): number {
  if (!state.looking.encoded || state.texts === maxTexts || isNumber(text)) return 0;
  const inner = { value: parsed(text) };
  if (!isParent(inner.value) && typeof inner.value !== 'string') return 0;
  const count = protectIn(inner, 'value', { ...state, texts: state.texts + 1 });
  if (count > 0) put(holder, key, writeExact(inner.value));
  return count;
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    return undefined;
  }
}
