import type { Cell, GridColumn } from '../parts/grid.tsx';

/** Something of an object as rows. */
export type Sheet = {
  readonly columns: readonly GridColumn[];
  readonly rows: readonly (readonly Cell[])[];
  /** What a reader has to know of these rows: what was left out, what could not be read. */
  readonly notes: readonly string[];
};

/** More are not laid out beside one another. */
export const mostColumns = 1000;
/** More are for the download. */
export const mostRows = 500_000;
