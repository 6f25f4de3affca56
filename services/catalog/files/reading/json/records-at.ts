import { comma, createScan, none, open, openBrace, openBracket, quote, scanValue, skipBlanks } from './json-scan.ts';

/**
 * The bracket with which the records of the document at `from` begin, `open`, or `none` where there is none at the path. Without a path the document is
 * the array.
 */
export function recordsAt(bytes: Buffer, from: number, path: readonly string[]): number {
  let at = from;
  for (const key of path) {
    at = valueAt(bytes, at, key);
    if (at < 0) return at;
  }
  if (at >= bytes.length) return open;
  return bytes[at] === openBracket ? at : none;
}

/** Where the value of a member begins, in the object that stands there. */
function valueAt(bytes: Buffer, from: number, key: string): number {
  let at = bytes[from] === openBrace ? skipBlanks(bytes, from + 1) : none;
  while (at >= 0) {
    const member = memberAt(bytes, at);
    if (typeof member === 'number') return member;
    if (member.key === key) return member.valueAt;
    at = behindComma(bytes, endOf(bytes, member.valueAt));
  }
  return at;
}

/** Behind the comma that stands behind a value's end. */
function behindComma(bytes: Buffer, end: number): number {
  if (end < 0) return end;
  const at = skipBlanks(bytes, end);
  if (at >= bytes.length) return open;
  return bytes[at] === comma ? skipBlanks(bytes, at + 1) : none;
}

export type Member = { readonly key: string; readonly valueAt: number };

/** The member whose key stands there. */
export function memberAt(bytes: Buffer, at: number): Member | number {
  if (at >= bytes.length) return open;
  if (bytes[at] !== quote) return none;
  const end = endOf(bytes, at);
  if (end < 0) return end;
  const colon = skipBlanks(bytes, end);
  const valueAt = skipBlanks(bytes, colon + 1);
  if (valueAt >= bytes.length) return open;
  const key = keyOf(bytes.toString('utf8', at, end));
  return key === undefined ? none : { key, valueAt };
}

function keyOf(text: string): string | undefined {
  try {
    const key: unknown = JSON.parse(text);
    return typeof key === 'string' ? key : undefined;
  } catch {
    return undefined;
  }
}

/** Past the value that stands there. */
export function endOf(bytes: Buffer, at: number): number {
  return scanValue(createScan(at), bytes, false);
}
