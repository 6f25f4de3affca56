import type { Presence } from '../presence.ts';
import type { ParquetValue } from '../schema.ts';
import type { Vector } from '../vectors.ts';
import type { Slots, VectorSlots } from './slots.ts';
import type { ListLevels } from './spread-lists.ts';

/** The slots of a struct's fields. `level`: its definition level where it is present. */
export function fieldSlots(outer: VectorSlots, present: Presence | undefined, level: number): VectorSlots {
  const { count, repetitions } = outer;
  const around = new Uint16Array(count);
  let [row, rows] = [0, 0];
  for (let slot = 0; slot < count; slot += 1) {
    const outside = outer.around[slot] ?? 0;
    const isRow = outside === level - 1 ? 1 : 0;
    const isPresent = isRow & (present === undefined ? 1 : (present[row] ?? 0));
    around[slot] = outside + isPresent;
    row += isRow;
    rows += isPresent;
  }
  return { count, rows, repetitions, around };
}

/** The slots of lists' elements: a list without elements, or that is absent, takes one. */
export function lengthSlots(outer: VectorSlots, lengths: Int32Array, { level, repetition }: ListLevels): VectorSlots {
  const each = lengthsOf(outer, lengths, level);
  const count = each.reduce((sum, length) => sum + Math.max(1, length), 0);
  const repetitions = new Uint16Array(count).fill(repetition);
  const around = new Uint16Array(count).fill(level + 1);
  let [first, rows] = [0, 0];
  for (let slot = 0; slot < outer.count; slot += 1) {
    const length = each[slot] ?? absent;
    repetitions[first] = outer.repetitions[slot] ?? 0;
    if (length <= 0) around[first] = length < 0 ? (outer.around[slot] ?? 0) : level;
    first += Math.max(1, length);
    rows += Math.max(0, length);
  }
  return { count, rows, repetitions, around };
}

const absent = -1;

/** How many elements each slot's list has. */
function lengthsOf({ count, around }: VectorSlots, lengths: Int32Array, level: number): Int32Array {
  const each = new Int32Array(count).fill(absent);
  let row = 0;
  for (let slot = 0; slot < count; slot += 1) {
    if (around[slot] !== level - 1) continue;
    each[slot] = lengths[row] ?? absent;
    row += 1;
  }
  return each;
}

/** Slots as cells, for what is at hand in no better form. `level`: the definition level of what is around them. */
export function cellSlots(
  vector: Vector & { readonly kind: 'cells' | 'same' },
  slots: VectorSlots,
  level: number,
): Slots {
  const { count, repetitions, around } = slots;
  const cells = new Array<ParquetValue>(count).fill(null);
  let row = 0;
  for (let slot = 0; slot < count; slot += 1) {
    if (around[slot] !== level) continue;
    cells[slot] = vector.kind === 'cells' ? vector.cells[row] : vector.value;
    row += 1;
  }
  return { cells, from: 0, count, repetitions, around };
}
