import { tellWait, wordsDue } from './patience.ts';
import { createProgress, type Progress } from './progress.ts';

export type PatientProgress = Progress & {
  /** From now on this is what is waited for; asked when there is something to say. */
  awaits(what: () => string): void;
  /** Nothing is waited for any more. */
  rests(): void;
  /** Breaks the silence where it has lasted too long; to be called each second. */
  look(): void;
};

/** Progress that says what it waits for when nothing has been told for 5 s: in the running line of a terminal, else as lines. `now` in ms. */
export function createPatientProgress(
  out: Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns'>,
  now: () => number = Date.now,
): PatientProgress {
  const progress = createProgress(out);
  let awaited: (() => string) | undefined;
  let state = '';
  let silentSince = now();
  let said = 0;
  const told = (next: string) => {
    state = next;
    silentSince = now();
    said = 0;
  };
  return {
    running(text) {
      if (text === state) return;
      if (out.isTTY) told(text);
      // Where it is not seen, it breaks no silence.
      else state = text;
      progress.running(text);
    },
    done(text) {
      told('');
      progress.done(text);
    },
    failed(text) {
      told('');
      progress.failed(text);
    },
    clear: () => progress.clear(),
    awaits(what) {
      awaited = what;
    },
    rests() {
      awaited = undefined;
    },
    look() {
      const silentMs = now() - silentSince;
      const due = wordsDue(silentMs);
      if (awaited === undefined || due === 0) return;
      const words = () => tellWait({ state, awaited: awaited?.() ?? '', silentMs });
      if (out.isTTY) progress.running(words());
      else if (due > said) out.write(`  … ${words()}\n`);
      said = due;
    },
  };
}
