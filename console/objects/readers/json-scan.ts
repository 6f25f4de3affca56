const marks = /["{}[\]]/g;
const inString = /["\\]/g;
const scalar = /[^\s,\]}:]*/y;
const blanks = /[\s\u{feff}]*/uy;

/** Where the first character that is not blank stands. */
export function afterBlanks(text: string, at: number): number {
  blanks.lastIndex = at;
  blanks.test(text);
  return blanks.lastIndex;
}

/** Where the JSON value that begins at `at` ends; -1 where the text ends before it. Whether it is right is for JSON.parse to say. */
export function endOfValue(text: string, at: number): number {
  const first = text[at];
  if (first === '"') return endOfString(text, at);
  if (first === '{' || first === '[') return endOfNested(text, at);
  scalar.lastIndex = at;
  scalar.test(text);
  return scalar.lastIndex === at ? Math.min(at + 1, text.length) : scalar.lastIndex;
}

function endOfString(text: string, at: number): number {
  inString.lastIndex = at + 1;
  for (let found = inString.exec(text); found !== null; found = inString.exec(text)) {
    if (found[0] === '"') return found.index + 1;
    inString.lastIndex = found.index + 2;
  }
  return -1;
}

function endOfNested(text: string, at: number): number {
  let depth = 0;
  for (let mark = markFrom(text, at); mark !== undefined; mark = markFrom(text, mark.to)) {
    depth += mark.step;
    if (depth === 0) return mark.to;
  }
  return -1;
}

/** The next bracket that is in no string; undefined where there is none, or a string does not end. */
function markFrom(text: string, from: number): { readonly to: number; readonly step: 1 | -1 } | undefined {
  marks.lastIndex = from;
  for (let found = marks.exec(text); found !== null; found = marks.exec(text)) {
    const [mark] = found;
    if (mark !== '"') return { to: found.index + 1, step: mark === '{' || mark === '[' ? 1 : -1 };
    const end = endOfString(text, found.index);
    if (end === -1) return undefined;
    marks.lastIndex = end;
  }
  return undefined;
}

/** Parts of a text: [from, to). */
export type Extent = { readonly from: number; readonly to: number };

/** The members of an object that is right JSON, in its own order, and as it is written: numbers keep all their digits. */
export function membersOf(text: string, { from }: Extent): readonly (Extent & { readonly name: string })[] {
  const found: (Extent & { readonly name: string })[] = [];
  for (let at = afterBlanks(text, from + 1); text[at] === '"'; ) {
    const nameEnd = endOfString(text, at);
    const name: unknown = JSON.parse(text.slice(at, nameEnd));
    const valueAt = afterBlanks(text, afterBlanks(text, nameEnd) + 1);
    const to = endOfValue(text, valueAt);
    found.push({ name: String(name), from: valueAt, to });
    at = afterBlanks(text, to);
    if (text[at] !== ',') break;
    at = afterBlanks(text, at + 1);
  }
  return found;
}

/** The elements of an array as far as the text goes; `isWhole`: its end is there. */
export function elementsOf(
  text: string,
  from: number,
): { readonly elements: readonly Extent[]; readonly isWhole: boolean } {
  const elements: Extent[] = [];
  for (let at = afterBlanks(text, from + 1); at < text.length; ) {
    if (text[at] === ']') return { elements, isWhole: true };
    const to = endOfValue(text, at);
    if (to === -1) break;
    elements.push({ from: at, to });
    at = afterBlanks(text, to);
    if (text[at] === ',') at = afterBlanks(text, at + 1);
    else if (text[at] !== ']') break;
  }
  return { elements, isWhole: false };
}

const mostCompacted = 20_000;

/** A value as a cell tells it: a text without its quotes, null as null, all else as written, on one line. */
export function cellOf(text: string, { from, to }: Extent): string | null {
  const written = text.slice(from, to);
  if (written === 'null') return null;
  if (written.startsWith('"')) {
    const value: unknown = JSON.parse(written);
    return String(value);
  }
  if (!/[\r\n]/.test(written) || written.length > mostCompacted) return written;
  return written.replace(/("(?:[^"\\]|\\.)*")|\s+/g, (_, quoted: string | undefined) => quoted ?? '');
}
