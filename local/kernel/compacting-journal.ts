import { type Journal, type JournalOptions, openJournal } from './journal.ts';

/** A journal for what comes and goes: its file is written anew whenever it holds far more lines than entries. */
export function openCompactingJournal<T>(file: string, options: JournalOptions = {}): Journal<T> {
  return openJournal<T>(file, { compactAfter: 20_000, ...options });
}
