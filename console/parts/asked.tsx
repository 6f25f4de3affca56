import type { ComponentChildren } from 'preact';
import { Busy, Failure } from './notice.tsx';
import type { Asked } from './use-asked.ts';

type Props<T> = {
  readonly of: Asked<T>;
  /** What is asked for, as in "The tables". */
  readonly what: string;
  readonly children: (value: T) => ComponentChildren;
};

/** What was answered; before it that it is awaited, and beside it what went wrong. */
export function Answer<T>({ of: { value, error }, what, children }: Props<T>) {
  return (
    <>
      {error !== undefined && <Failure error={error} what={`${what}: no answer.`} />}
      {value !== undefined ? children(value) : error === undefined && <Busy what={what} />}
    </>
  );
}
