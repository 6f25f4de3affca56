/** The byte order mark of UTF-8, a character per byte. */
const byteOrderMark = '\u00ef\u00bb\u00bf';

/** Past spaces, line ends, a byte order mark and the zero bytes that padding leaves. */
export function skipSpace(text: string, from: number): number {
  let at = from;
  for (;;) {
    while (at < text.length && isSpace(text.charCodeAt(at))) at += 1;
    if (!text.startsWith(byteOrderMark, at)) return at;
    at += byteOrderMark.length;
  }
}

function isSpace(code: number): boolean {
  return code === 10 || code === 13 || code === 32 || code === 9 || code === 0;
}

export type Punctuation = {
  /** Where it ends; at its beginning there is none. */
  readonly end: number;
  /** An object follows, which has to say whether this is an array. */
  readonly isBeforeObject: boolean;
  /** Only what follows the text can tell. */
  readonly isOpen: boolean;
};

// Arrays of logs have fewer around an object; it bounds what is looked at again for each line of brackets that are no array's.
const mostMarks = 64;

/** The brackets and commas of an array of objects that stand at `from`. */
export function punctuationAt(text: string, from: number): Punctuation {
  const opened = pastMarks(text, from, '[,');
  if (opened > from && text[opened] === '{') return { end: opened, isBeforeObject: true, isOpen: false };
  const all = pastMarks(text, from, '[],');
  return { end: pastClosing(text, from), isBeforeObject: false, isOpen: all > from && all === text.length };
}

function pastMarks(text: string, from: number, marks: string): number {
  let at = from;
  for (let count = 0; count < mostMarks && isOneOf(marks, text[at]); count += 1)
    at = pastBlanks(text, at + 1, ' \t\r\n');
  return at;
}

/** Past the end of an array, or an empty one, after which the text ends, or a line, or something like JSON begins; else `from`. */
function pastClosing(text: string, from: number): number {
  const at = text[from] === '[' ? pastBlanks(text, from + 1, ' \t\r\n') : from;
  if (text[at] !== ']') return from;
  const next = pastBlanks(text, at + 1, ' \t\r');
  return next === text.length || isOneOf('\n[{,', text[next]) ? at + 1 : from;
}

function pastBlanks(text: string, from: number, blanks: string): number {
  let at = from;
  while (isOneOf(blanks, text[at])) at += 1;
  return at;
}

function isOneOf(marks: string, character: string | undefined): boolean {
  return character !== undefined && marks.includes(character);
}
