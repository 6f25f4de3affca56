import { useCallback, useState } from 'preact/hooks';
import { type Asked, order, ordersOf } from '../lake/orders.ts';

export type Ordering = {
  readonly isSending: boolean;
  /** What was told of the last order. */
  readonly words: string;
  readonly error: Error | undefined;
  readonly send: (what: 'run' | 'retry' | 'backfill', asked?: Asked) => void;
};

/** Asks what is to be sent for an order of a target, and sends it; then `again` looks what came of it. */
export function useOrder(name: string, again: () => void): Ordering {
  const [state, setState] = useState<Omit<Ordering, 'send'>>({ isSending: false, words: '', error: undefined });
  const send = useCallback<Ordering['send']>(
    (what, asked = {}) => {
      setState({ isSending: true, words: '', error: undefined });
      ordersOf(what, name, asked)
        .then(order)
        .then(
          (words) => setState({ isSending: false, words, error: undefined }),
          (cause: unknown) => {
            const error = cause instanceof Error ? cause : new Error(String(cause));
            setState({ isSending: false, words: '', error });
          },
        )
        .then(again);
    },
    [name, again],
  );
  return { ...state, send };
}
