import { setTimeout as sleep } from 'node:timers/promises';
import { InterruptedError } from '../usage.ts';

export type Interruptible = {
  /** Fires at Ctrl-C. */
  readonly signal: AbortSignal;
  /** Throws then. */
  readonly pause: (millis: number) => Promise<void>;
};

type Signals = Pick<NodeJS.EventEmitter, 'once' | 'removeListener'>;

/** Fires at Ctrl-C, once: a second one ends the process. `rest`: it is asked no more. */
export function untilInterrupted(from: Signals = process): { readonly signal: AbortSignal; readonly rest: () => void } {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  from.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  return {
    signal: stop.signal,
    rest: () => void from.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt),
  };
}

/** Does what Ctrl-C may end; what is thrown then says `words`. */
export async function interruptible<T>(
  words: string,
  work: (how: Interruptible) => Promise<T>,
  from?: Signals,
): Promise<T> {
  const { signal, rest } = untilInterrupted(from);
  try {
    return await work({ signal, pause: (millis) => sleep(millis, undefined, { signal }) });
  } catch (error) {
    throw signal.aborted ? new InterruptedError(words) : error;
  } finally {
    rest();
  }
}
