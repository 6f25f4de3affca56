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

/** What an array has around its objects, before the next of them or where nothing follows. */
const before = /(?:[[,][ \t\r\n]*)+(?=\{)/y;
const after = /(?:\[[ \t\r\n]*)?\](?=[ \t\r]*(?:[\n[{,]|$))/y;
const undecided = /[[\],][[\], \t\r\n]*$/y;

export type Punctuation = {
  /** Where it ends; at its beginning there is none. */
  readonly end: number;
  /** An object follows, which has to say whether this is an array. */
  readonly isBeforeObject: boolean;
  /** Only what follows the text can tell. */
  readonly isOpen: boolean;
};

/** The brackets and commas of an array of objects that stand at `from`. */
export function punctuationAt(text: string, from: number): Punctuation {
  const isBeforeObject = endOf(before, text, from);
  const end = isBeforeObject ?? endOf(after, text, from) ?? from;
  const isOpen = isBeforeObject === undefined && endOf(undecided, text, from) !== undefined;
  return { end, isBeforeObject: isBeforeObject !== undefined, isOpen };
}

function endOf(pattern: RegExp, text: string, from: number): number | undefined {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
