import type { ParquetValue, Vector } from '@tributary/shared/parquet-write.ts';

export type Numbers = {
  readonly values: Float64Array;
  /** A byte each, 1 or 0. */
  readonly present: Uint8Array;
  /** Those that no double holds, by their place. */
  readonly large: ReadonlyMap<number, ParquetValue>;
};

/** Numbers as a column takes them. */
export function numberVector({ values, present, large }: Numbers): Vector {
  if (large.size === 0) return present.includes(0) ? { kind: 'numbers', values, present } : { kind: 'numbers', values };
  const cellOf = (value: number, at: number) => (present[at] === 1 ? (large.get(at) ?? value) : null);
  return { kind: 'cells', cells: Array.from(values, cellOf) };
}
