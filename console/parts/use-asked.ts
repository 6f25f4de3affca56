import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export type Asked<T> = {
  /** The last answer, kept while the next is awaited. */
  readonly value: T | undefined;
  readonly error: Error | undefined;
  readonly isAsking: boolean;
  /** Asks once more, now. */
  readonly again: () => void;
};

/**
 * What `read` gives, asked when the part is shown, when one of `inputs` changes, and every `everyMs` while the page is looked at,
 * not before the last answer has come. An answer that comes after a newer question is left out.
 */
export function useAsked<T>(
  read: (signal: AbortSignal) => Promise<T>,
  inputs: readonly unknown[],
  { everyMs }: { readonly everyMs?: number } = {},
): Asked<T> {
  const [state, setState] = useState<Omit<Asked<T>, 'again'>>({ value: undefined, error: undefined, isAsking: true });
  const [turn, setTurn] = useState(0);
  const latest = useRef(read);
  latest.current = read;
  const asking = useRef(state.isAsking);
  asking.current = state.isAsking;
  const again = useCallback(() => setTurn((at) => at + 1), []);
  useEffect(() => setState({ value: undefined, error: undefined, isAsking: true }), inputs);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setState((before) => ({ ...before, isAsking: true }));
    latest.current(signal).then(
      (value) => signal.aborted || setState({ value, error: undefined, isAsking: false }),
      (error: unknown) =>
        signal.aborted || setState((before) => ({ ...before, error: asError(error), isAsking: false })),
    );
    return () => controller.abort();
  }, [...inputs, turn]);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => document.visibilityState === 'visible' && !asking.current && again(), everyMs);
    return () => clearInterval(timer);
  }, [everyMs, again]);
  return { ...state, again };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
