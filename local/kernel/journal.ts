import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A map that survives the process: every change is appended to a file at once; opening it again compacts the file. */
export type Journal<T> = {
  get(key: string): T | undefined;
  has(key: string): boolean;
  put(key: string, value: T): void;
  delete(key: string): boolean;
  values(): IterableIterator<T>;
  keys(): IterableIterator<string>;
  entries(): IterableIterator<[string, T]>;
  readonly size: number;
};

/** Opens `file` (JSON lines; values must survive JSON, dates as numbers). A torn last line, from a killed process, is left out. */
export function openJournal<T>(file: string): Journal<T> {
  const map = existsSync(file) ? replay<T>(readFileSync(file, 'utf8'), file) : new Map<string, T>();
  mkdirSync(dirname(file), { recursive: true });
  const compact = `${file}.tmp`;
  writeFileSync(compact, [...map].map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  renameSync(compact, file);
  return {
    get: (key) => map.get(key),
    has: (key) => map.has(key),
    put(key, value) {
      map.set(key, value);
      appendFileSync(file, `${JSON.stringify([key, value])}\n`);
    },
    delete(key) {
      if (!map.delete(key)) return false;
      appendFileSync(file, `${JSON.stringify([key])}\n`);
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

function replay<T>(text: string, file: string): Map<string, T> {
  const map = new Map<string, T>();
  const lines = text.split('\n');
  const whole = lines.slice(0, -1);
  const entries = [...whole, lines.at(-1) ?? ''].map(readLine<T>);
  const damaged = entries.slice(0, whole.length).indexOf(undefined);
  if (damaged >= 0) throw new Error(`${file}:${damaged + 1} is damaged. Throw the state away with: lake up --fresh`);
  for (const entry of entries) {
    if (entry === undefined) continue;
    if (entry.length === 1) map.delete(entry[0]);
    else map.set(entry[0], entry[1]);
  }
  return map;
}

function readLine<T>(line: string): [string] | [string, T] | undefined {
  try {
    const entry: [string] | [string, T] = JSON.parse(line);
    return Array.isArray(entry) && typeof entry[0] === 'string' ? entry : undefined;
  } catch {
    return undefined;
  }
}
