import type { ParquetValue } from '../schema.ts';
import type { Slots } from './slots.ts';

/** What a slot holds: undefined where it is absent. */
export type List = readonly ParquetValue[] | undefined;

export type ListLevels = {
  /** The definition level of a list that is present; where it has elements, one more. */
  readonly level: number;
  /** The repetition level of its elements but the first. */
  readonly repetition: number;
};

/** The slots of the lists' elements, without their cells; a list without elements takes one. */
export function elementSlots(
  lists: readonly List[],
  outer: Slots,
  { level, repetition }: ListLevels,
): Omit<Slots, 'cells'> {
  const count = lists.reduce((sum, list) => sum + slotsOf(list), 0);
  const repetitions = new Uint16Array(count);
  const around = new Uint16Array(count);
  let first = 0;
  for (const [at, list] of lists.entries()) {
    const end = first + slotsOf(list);
    repetitions[first] = outer.repetitions[at] ?? 0;
    const length = list?.length ?? 0;
    const without = list === undefined ? (outer.around[at] ?? 0) : level;
    around[first] = length > 0 ? level + 1 : without;
    for (let each = first + 1; each < end; each += 1) {
      repetitions[each] = repetition;
      around[each] = level + 1;
    }
    first = end;
  }
  return { from: 0, count, repetitions, around };
}

/** The cells of `count` such slots. */
export function elementCells(lists: readonly List[], count: number): ParquetValue[] {
  const cells = new Array<ParquetValue>(count);
  let first = 0;
  for (const list of lists) {
    const length = list?.length ?? 0;
    for (let each = 0; each < length; each += 1) cells[first + each] = list?.[each];
    first += slotsOf(list);
  }
  return cells;
}

function slotsOf(list: List): number {
  return list === undefined || list.length === 0 ? 1 : list.length;
}
