import type { ComponentChildren } from 'preact';
import { Failure } from '../parts/notice.tsx';
import { type Ordering, useOrder } from './use-order.ts';

/** What was said of an order. */
export function Outcome({ ordering: { words, error, isSending } }: { readonly ordering: Ordering }) {
  return (
    <>
      {error !== undefined && <Failure error={error} what="Nothing is ordered." />}
      <p class={words === '' ? 'quiet' : 'notice'} role="status">
        {isSending ? 'It is being ordered…' : words}
      </p>
    </>
  );
}

type ButtonProps = {
  readonly what: 'run' | 'retry';
  readonly name: string;
  readonly again: () => void;
  readonly children: ComponentChildren;
};

/** One order, and what was said of it. */
export function OrderButton({ what, name, again, children }: ButtonProps) {
  const ordering = useOrder(name, again);
  return (
    <div class="bar">
      <button type="button" class="main" disabled={ordering.isSending} onClick={() => ordering.send(what)}>
        {children}
      </button>
      <Outcome ordering={ordering} />
    </div>
  );
}
