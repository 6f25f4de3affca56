import fc from 'fast-check';
import type { Fields } from '../../core/value.ts';

/** A file that somebody has, and the records that it holds, each with an `n` of its own. */
export type SourceFile = {
  readonly kind: string;
  readonly write: () => Buffer | Promise<Buffer>;
  readonly records: readonly Fields[];
};

/** What records have beside `n`: names that collide with each other, with a partition, and with a column of the table's own. */
export const keys = ['a', 'A', 'b', 'a b', 'year', '_rescued_data'] as const;
/** Of these Avro has fields. */
export const plainKeys = keys.filter((key) => key !== 'a b');

export const someOf = <T>(all: readonly T[], minLength = 0) => fc.shuffledSubarray([...all], { minLength });
