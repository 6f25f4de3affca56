import type { EncodedChunk } from '../chunk.ts';
import type { ParquetValue } from '../schema.ts';
import type { Cells } from '../values.ts';
import type { Vector } from '../vectors.ts';

/** Cells of one node of a column's schema, in the order of the file: number `i` is cells[from + i]. */
export type Slots = {
  readonly cells: Cells;
  readonly from: number;
  readonly count: number;
  /** Of each its repetition level. */
  readonly repetitions: Uint16Array;
  /** Of each the definition level that it has if it is absent: how much of what is around it is there. */
  readonly around: Uint16Array;
};

/** Slots of one node whose values are at hand as a vector: its rows are, in order, the slots whose `around` is the whole of what is around them. */
export type VectorSlots = Omit<Slots, 'cells' | 'from'> & { readonly rows: number };

/** Collects one node of a column in one row group, and all that is in it. */
export type NodeBuilder = {
  add(slots: Slots): void;
  addVector(vector: Vector, slots: VectorSlots): void;
  /** Memory held, about. */
  bytes(): number;
  encode(): readonly EncodedChunk[];
};

export function isAbsent(value: ParquetValue): value is null | undefined {
  return value === null || value === undefined;
}
