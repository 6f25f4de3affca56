import { type Extent, endOfValue } from './json-scan.ts';

/** JSON values one after another, with or without line ends between them, as Firehose and NDJSON have them. */
export type JsonValues = {
  readonly values: readonly Extent[];
  /** What is no JSON: to the end of its line. */
  readonly broken: readonly Extent[];
  /** Where a value begins that the text does not end; undefined where there is none. */
  readonly open: number | undefined;
};

/** After so many lines whose brackets do not close, no value is looked for beyond its line. */
const mostUnclosed = 50;

export function jsonValues(text: string, most: number): JsonValues {
  const values: Extent[] = [];
  const broken: Extent[] = [];
  let unclosed = 0;
  for (let at = nextValue(text, 0); at < text.length && values.length < most; ) {
    const read = valueAt(text, at, unclosed < mostUnclosed);
    if (read.kind === 'open') return { values, broken, open: at };
    if (read.kind === 'broken' && read.isUnclosed) unclosed += 1;
    (read.kind === 'value' ? values : broken).push({ from: at, to: read.to });
    at = nextValue(text, read.to);
  }
  return { values, broken, open: undefined };
}

type Value =
  | { readonly kind: 'value'; readonly to: number }
  | { readonly kind: 'broken'; readonly to: number; readonly isUnclosed: boolean }
  | { readonly kind: 'open' };

function valueAt(text: string, at: number, mayCrossLines: boolean): Value {
  const lineEnd = endOfLine(text, at);
  const to = mayCrossLines ? endOfValue(text, at) : within(endOfValue(text.slice(at, lineEnd), 0), at);
  if (to !== -1 && isJson(text.slice(at, to))) return { kind: 'value', to };
  if (to === -1 && !beginsValue(text, lineEnd + 1)) return { kind: 'open' };
  return { kind: 'broken', to: lineEnd, isUnclosed: to === -1 || to > lineEnd };
}

/** Where the next line begins a value as well, a value that nothing closes is of its line alone. */
function beginsValue(text: string, at: number): boolean {
  return text[at] === '{' || text[at] === '[';
}

function within(end: number, at: number): number {
  return end === -1 ? -1 : end + at;
}

function endOfLine(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found === -1 ? text.length : found;
}

const between = /[\s,\p{Cc}\u{feff}]*/uy;

/** RFC 7464 marks each value by a record separator; some write a comma at the end of a line. */
function nextValue(text: string, at: number): number {
  between.lastIndex = at;
  between.test(text);
  return between.lastIndex;
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
