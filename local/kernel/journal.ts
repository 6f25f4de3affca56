import { mkdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { dirname } from 'node:path';
import { keepAside, warnOnStderr } from './damaged.ts';
import { appendWhole, DiskError, replaceFile, type Write } from './disk.ts';
import { readJournalLines, writeEntry } from './journal-lines.ts';

/** A map that survives the process: every change is in a file before it is believed. Opening it again compacts the file. */
export type Journal<T> = {
  get(key: string): T | undefined;
  has(key: string): boolean;
  /** Throws DiskError, and nothing has changed. */
  put(key: string, value: T): void;
  /** Throws DiskError, and nothing has changed. */
  delete(key: string): boolean;
  values(): IterableIterator<T>;
  keys(): IterableIterator<string>;
  entries(): IterableIterator<[string, T]>;
  readonly size: number;
};

export type JournalOptions = {
  /** The file is written anew after so many changes, too; without it only when it is opened. */
  readonly compactAfter?: number;
  readonly write?: Write;
  /** Hears what is damaged; by default standard error does. */
  readonly warn?: (text: string) => void;
};

/** A file with fewer lines that say nothing any more is left as it is. */
const fewStale = 100;

/**
 * Opens `file` (JSON lines; values must survive JSON, dates as numbers). A torn last line, from a killed process or a full disk,
 * is left out. A damaged one is lost alone: the warning names it, and its bytes are kept in `<file>.damaged`.
 */
export function openJournal<T>(file: string, options: JournalOptions = {}): Journal<T> {
  const { compactAfter = Number.POSITIVE_INFINITY, write, warn = warnOnStderr } = options;
  mkdirSync(dirname(file), { recursive: true });
  const bytes = readOrNothing(file);
  const found = readJournalLines<T>(bytes);
  if (bytes.length > found.end) truncateSync(file, found.end);
  const map = new Map<string, T>();
  for (const entry of found.entries) {
    if (entry.length === 1) map.delete(entry[0]);
    else map.set(entry[0], entry[1]);
  }
  let { end } = found;
  let writes = 0;

  /** A file that cannot be replaced stays in use. */
  function compact(): void {
    writes = 0;
    const bytes = Buffer.from([...map].map(writeEntry).join(''));
    try {
      replaceFile(file, bytes, write);
      end = bytes.length;
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      warn(`${error.message} It is used as it is.`);
    }
  }
  function append(entry: readonly [string] | readonly [string, T]): void {
    end = appendWhole(file, Buffer.from(writeEntry(entry)), end, write);
    writes += 1;
  }
  function compactIfLong(): void {
    if (writes >= compactAfter + map.size) compact();
  }

  const isKept = keepAside(file, found.damaged, { write, warn });
  if (isKept && (found.damaged.length > 0 || found.lines - map.size > Math.max(fewStale, map.size))) compact();
  return {
    get: (key) => map.get(key),
    has: (key) => map.has(key),
    put(key, value) {
      append([key, value]);
      map.set(key, value);
      compactIfLong();
    },
    delete(key) {
      if (!map.has(key)) return false;
      append([key]);
      map.delete(key);
      compactIfLong();
      return true;
    },
    values: () => map.values(),
    keys: () => map.keys(),
    entries: () => map.entries(),
    get size() {
      return map.size;
    },
  };
}

function readOrNothing(file: string): Buffer {
  return statSync(file, { throwIfNoEntry: false }) === undefined ? Buffer.alloc(0) : readFileSync(file);
}
