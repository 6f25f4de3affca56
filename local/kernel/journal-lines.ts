import { isUtf8 } from 'node:buffer';
import { type DamagedLine, splitLines } from './damaged.ts';

/** A change: a value of a key or, without one, its removal. */
export type Entry<T> = readonly [string] | readonly [string, T];

/** What a journal's file holds. `end` is where its last whole line ends: a torn one behind it was never acknowledged. */
export type JournalLines<T> = {
  readonly entries: readonly Entry<T>[];
  readonly damaged: readonly DamagedLine[];
  readonly lines: number;
  readonly end: number;
};

export function readJournalLines<T>(bytes: Buffer): JournalLines<T> {
  const entries: Entry<T>[] = [];
  const damaged: DamagedLine[] = [];
  const { lines, end } = splitLines(bytes);
  for (const [index, line] of lines.entries()) {
    const whole = readEntry<T>(line);
    if (whole === undefined) damaged.push({ number: index + 1, bytes: line });
    const entry = whole ?? gluedEntry<T>(line);
    if (entry !== undefined) entries.push(entry);
  }
  return { entries, damaged, lines: lines.length, end };
}

export function writeEntry(entry: Entry<unknown>): string {
  return `${JSON.stringify(entry)}\n`;
}

function readEntry<T>(line: Buffer): Entry<T> | undefined {
  return isUtf8(line) ? parseEntry<T>(line.toString('utf8')) : undefined;
}

function parseEntry<T>(text: string): Entry<T> | undefined {
  try {
    const entry: Entry<T> = JSON.parse(text);
    const isEntry = Array.isArray(entry) && typeof entry[0] === 'string' && entry.length <= 2;
    return isEntry ? entry : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Earlier versions wrote on behind a line that a full disk had torn: the last entry of such a line is whole. In JSON a quote
 * within a text is escaped, so `["` can only begin one; right after a key it may as well be that key's own value.
 */
function gluedEntry<T>(line: Buffer): Entry<T> | undefined {
  for (let at = line.indexOf('["', 1); at >= 0; at = line.indexOf('["', at + 1)) {
    const entry = readEntry<T>(line.subarray(at));
    if (entry !== undefined) return isOwnValue(line.toString('latin1', 0, at)) ? undefined : entry;
  }
  return undefined;
}

function isOwnValue(before: string): boolean {
  return parseEntry(`${before.trimEnd()}0]`) !== undefined;
}
