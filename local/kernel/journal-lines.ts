import { isUtf8 } from 'node:buffer';

/** A change: a value of a key or, without one, its removal. */
export type Entry<T> = readonly [string] | readonly [string, T];

export type DamagedLine = { readonly number: number; readonly bytes: Buffer };

/** What a journal's file holds. `end` is where its last whole line ends: a torn one behind it was never acknowledged. */
export type JournalLines<T> = {
  readonly entries: readonly Entry<T>[];
  readonly damaged: readonly DamagedLine[];
  readonly lines: number;
  readonly end: number;
};

const newline = 10;

export function readJournalLines<T>(bytes: Buffer): JournalLines<T> {
  const entries: Entry<T>[] = [];
  const damaged: DamagedLine[] = [];
  let end = 0;
  let number = 0;
  for (let next = bytes.indexOf(newline); next >= 0; next = bytes.indexOf(newline, end)) {
    const line = bytes.subarray(end, next);
    end = next + 1;
    number += 1;
    const entry = readEntry<T>(line);
    if (entry !== undefined) {
      entries.push(entry);
      continue;
    }
    damaged.push({ number, bytes: line });
    const glued = gluedEntry<T>(line);
    if (glued !== undefined) entries.push(glued);
  }
  return { entries, damaged, lines: number, end };
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
