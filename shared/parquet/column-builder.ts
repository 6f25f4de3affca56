import type { EncodedChunk } from './chunk.ts';
import type { Cells } from './values.ts';
import type { Vector } from './vectors.ts';

/** Collects one column of one row group; a column with columns in it has several leaves. */
export type ColumnBuilder = {
  add(cells: Cells, from: number, to: number): void;
  /** The first `rows` rows; a TypeError where the column cannot hold what has this form. */
  addVector(vector: Vector, rows: number): void;
  /** Memory held, about. */
  bytes(): number;
  encode(): readonly EncodedChunk[];
};
