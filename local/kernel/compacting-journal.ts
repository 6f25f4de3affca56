import { type Journal, openJournal } from './journal.ts';

const compactAfterWrites = 20_000;

/** A journal for what comes and goes: its file is written anew whenever it holds far more lines than entries. */
export function openCompactingJournal<T>(file: string): Journal<T> {
  let journal = openJournal<T>(file);
  let writes = 0;
  const written = () => {
    writes += 1;
    if (writes < compactAfterWrites + journal.size) return;
    journal = openJournal<T>(file);
    writes = 0;
  };
  return {
    get: (key) => journal.get(key),
    has: (key) => journal.has(key),
    put(key, value) {
      journal.put(key, value);
      written();
    },
    delete(key) {
      const existed = journal.delete(key);
      if (existed) written();
      return existed;
    },
    values: () => journal.values(),
    keys: () => journal.keys(),
    entries: () => journal.entries(),
    get size() {
      return journal.size;
    },
  };
}
