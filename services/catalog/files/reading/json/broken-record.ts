import { closeBracket, comma, none, open, openBrace, openBracket, quote, skipBlanks } from './json-scan.ts';

/**
 * The separator behind a record that is no JSON: where its brackets are closed, whatever stands in them. `none` where they do not match, or a text
 * goes beyond its line.
 */
export function endOfBroken(bytes: Buffer, from: number): number {
  const opened: number[] = [];
  let at = from;
  while (at >= 0) {
    const code = bytes[at];
    if (code === undefined) return open;
    if (opened.length === 0 && isSeparator(code)) return at;
    if (!nest(opened, code)) return none;
    at = code === quote ? endOfText(bytes, at) : at + 1;
  }
  return at;
}

export function isSeparator(code: number | undefined): boolean {
  return code === comma || code === closeBracket;
}

function nest(opened: number[], code: number): boolean {
  if (code === openBrace || code === openBracket) opened.push(code);
  return !(code === closeBracket || code === openBrace + 2) || opened.pop() === code - 2;
}

function endOfText(bytes: Buffer, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) {
    const code = bytes[at];
    if (code === quote) return at + 1;
    if (code === 10) return none;
    if (code === 0x5c) at += 1;
  }
  return open;
}

/** The comma behind which, on the next line, a value begins that stands as this one does: at the same place of its line, with the same bracket. */
export function nextAlike(bytes: Buffer, from: number): number {
  const lineAt = bytes.lastIndexOf(10, from);
  if (lineAt < 0 || skipBlanks(bytes, lineAt) !== from) return none;
  const start = bytes.subarray(lineAt, from + 1);
  for (let at = bytes.indexOf(start, from); at >= 0; at = bytes.indexOf(start, at + 1)) {
    let before = at - 1;
    while (bytes[before] === 0x0d || bytes[before] === 0x20) before -= 1;
    if (bytes[before] === comma) return before;
  }
  return none;
}
