/** Text in which `#XX` may stand for a byte; `escaped` false says that none does. */
export type Escaped = { readonly text: string; escaped: boolean };

/** Where reading stands in a line. `cut`: the line ended before what was looked for. `wrongAt`: where something else stood, or -1. */
export type Cursor = Escaped & { at: number; cut: boolean; wrongAt: number };

export function cursorAt(text: string, at: number): Cursor {
  return { text, escaped: true, at, cut: false, wrongAt: -1 };
}

/** The text up to the next space, which is passed; null, and `cut`, when there is none. */
export function nextWord(cursor: Cursor): string | null {
  const { text, at } = cursor;
  const end = text.indexOf(' ', at);
  if (end < 0) return endOfLine(cursor);
  cursor.at = end + 1;
  return text.slice(at, end);
}

/** Like `nextWord`; `-` is null as well. */
export function nextText(cursor: Cursor): string | null {
  const { text, at } = cursor;
  if (text.charCodeAt(at) !== 45 || text.charCodeAt(at + 1) !== 32) return nextWord(cursor);
  cursor.at = at + 2;
  return null;
}

/** What a column of 32 bits holds. HAProxy's counters and times are no larger, unless the line is spoilt. */
const mostInteger = 2_147_483_647;
/** Any number of so many digits is exact. */
const mostDigits = 15;

/** A whole number, with HAProxy's leading `+` or `-`, and the separator after it, which is passed. A lone `-` is null. */
export function nextInteger(cursor: Cursor, separator: number): number | null {
  const { text, at } = cursor;
  const digit = text.charCodeAt(at) - 48;
  if (digit < 0 || digit > 9 || text.charCodeAt(at + 1) !== separator) return nextUpTo(cursor, separator, mostInteger);
  cursor.at = at + 2;
  return digit;
}

/** The same, for bytes: there may be more than 32 bits count. */
export function nextLong(cursor: Cursor, separator: number): number | null {
  return nextUpTo(cursor, separator, Number.MAX_SAFE_INTEGER);
}

function nextUpTo(cursor: Cursor, separator: number, most: number): number | null {
  const { text } = cursor;
  const first = text.charCodeAt(cursor.at);
  const start = first === 45 || first === 43 ? cursor.at + 1 : cursor.at;
  let at = start;
  let value = 0;
  let code = text.charCodeAt(at);
  while (code >= 48 && code <= 57) {
    value = value * 10 + code - 48;
    at += 1;
    code = text.charCodeAt(at);
  }
  if (code !== separator || at - start > mostDigits || value > most) return noInteger(cursor, at);
  cursor.at = at + 1;
  if (at === start) return first === 45 ? null : noInteger(cursor, at);
  return first === 45 ? -value : value;
}

/** The whole number that ends the line. */
export function lastInteger(cursor: Cursor): number | null {
  const value = readInteger(cursor.text, cursor.at, cursor.text.trimEnd().length);
  if (value === null && cursor.at < cursor.text.length) wrong(cursor, cursor.at);
  if (value === null) cursor.cut = true;
  cursor.at = cursor.text.length;
  return value;
}

/** Passes `expected`, or notes that the line ended or that something else stands there. */
export function pass(cursor: Cursor, expected: string): void {
  if (cursor.text.startsWith(expected, cursor.at)) cursor.at += expected.length;
  else if (expected.startsWith(cursor.text.slice(cursor.at, cursor.at + expected.length))) endOfLine(cursor);
  else wrong(cursor, cursor.at);
}

export function wrong(cursor: Cursor, at: number): void {
  if (cursor.wrongAt < 0) cursor.wrongAt = at;
}

/** What is wrong, for a person, or undefined. */
export function whatIsWrong({ text, wrongAt }: Cursor): string | undefined {
  return wrongAt < 0 ? undefined : `unexpected at character ${wrongAt + 1}: ${text.slice(wrongAt, wrongAt + 80)}`;
}

function endOfLine(cursor: Cursor): null {
  cursor.at = cursor.text.length;
  cursor.cut = true;
  return null;
}

function noInteger(cursor: Cursor, at: number): null {
  if (at >= cursor.text.length) return endOfLine(cursor);
  wrong(cursor, at);
  return null;
}

/** A whole number that a column of 32 bits holds, with HAProxy's leading `+` or `-`; null when the text is none. */
export function readInteger(text: string, from = 0, to = text.length): number | null {
  const value = readLong(text, from, to);
  return value !== null && value <= mostInteger && value >= -mostInteger ? value : null;
}

/** The same of up to 15 digits. */
export function readLong(text: string, from = 0, to = text.length): number | null {
  const first = text.charCodeAt(from);
  const start = first === 45 || first === 43 ? from + 1 : from;
  if (to <= start || to - start > mostDigits) return null;
  let value = 0;
  for (let at = start; at < to; at += 1) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return first === 45 ? -value : value;
}

/** `-` stands for what is absent. */
export function dashAsNull(text: string): string | null {
  return text === '-' || text === '' ? null : text;
}

/** Part of a text; `-` stands for what is absent. */
export function partOrNull(text: string, from: number, to: number): string | null {
  return to <= from || (to === from + 1 && text.charCodeAt(from) === 45) ? null : text.slice(from, to);
}
