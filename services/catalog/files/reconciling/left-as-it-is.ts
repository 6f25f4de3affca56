import type { Drift, Shown } from './shown-types.ts';

/** So many values are rescued in 100 rows before a table is made again by itself: one odd value changes no type by night, which queries count on. */
const muchRescued = 5;

export type LeftAsItIs =
  | 'it is too large to be made again by itself'
  | 'few of its values are rescued'
  | 'objects of some of its rows are gone from the raw bucket';

type Size = Pick<Shown, 'rows' | 'rescued'> & { readonly bytes: number; readonly orphaned: number };

/** Why a table with columns of other types than its files show is not made again by itself; undefined where it is, or where there are none. */
export function leftAsItIs(drift: Drift, size: Size, { retypeBytes }: { readonly retypeBytes: number }) {
  return drift.columns.length === 0 ? undefined : reasonOf(drift, size, retypeBytes);
}

function reasonOf({ isSaid }: Drift, { rows, rescued, bytes, orphaned }: Size, most: number): LeftAsItIs | undefined {
  if (bytes > most) return 'it is too large to be made again by itself';
  // They would have no rows any more.
  if (orphaned > 0) return 'objects of some of its rows are gone from the raw bucket';
  return isSaid || rescued * 100 >= rows * muchRescued ? undefined : 'few of its values are rescued';
}
