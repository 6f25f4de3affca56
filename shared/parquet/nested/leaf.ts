import { addEachLevel, addLevels, encodeLevels, type Levels, noLevels } from '../levels.ts';
import type { Presence } from '../presence.ts';
import type { Leaf } from '../schema.ts';
import { cannotHold, type ValueBuilder } from '../values.ts';
import { addVectorValues, isOfLeaf, type LeafVector, presenceOf } from '../vector-values.ts';
import { isAbsent, type NodeBuilder, type Slots, type VectorSlots } from './slots.ts';
import { cellSlots } from './vector-slots.ts';

export type LeafLevels = {
  /** The definition level of what is present. */
  readonly present: number;
  /** How many repeated groups it is in. */
  readonly repetition: number;
};

/** A leaf in a nested column. */
export function createLeaf(leaf: Leaf, values: ValueBuilder, most: LeafLevels): NodeBuilder {
  const [repetitions, definitions] = [noLevels(), noLevels()];
  let present = 0;
  const addRepetitions = ({ repetitions: added, count }: Pick<Slots, 'repetitions' | 'count'>): void => {
    if (most.repetition > 0) addEachLevel(repetitions, added, count);
  };
  const add = (slots: Slots): void => {
    const added = addDefinitions(definitions, slots, most.present);
    addRepetitions(slots);
    if (added > 0) values.add(slots.cells, slots.from, slots.from + slots.count);
    present += added;
  };
  const addLevelsOf = (vector: LeafVector, slots: VectorSlots): void => {
    present += addVectorDefinitions(definitions, slots, {
      most: most.present,
      present: presenceOf(vector, slots.rows),
    });
    addRepetitions(slots);
  };
  return {
    add,
    addVector(vector, slots) {
      if (vector.kind === 'cells' || vector.kind === 'same') add(cellSlots(vector, slots, most.present - 1));
      else if (isOfLeaf(vector) && addVectorValues(values, vector, slots.rows)) addLevelsOf(vector, slots);
      else throw cannotHold(leaf.path.join('.'), leaf.type, vector.kind);
    },
    bytes: () => values.bytes() + bytesOf(repetitions) + bytesOf(definitions),
    encode: () => {
      const ofPresence = encodeLevels(definitions, most.present);
      const levels =
        most.repetition === 0 ? ofPresence : Buffer.concat([encodeLevels(repetitions, most.repetition), ofPresence]);
      const { count } = definitions;
      return [{ ...values.encode(), leaf, levels, levelCount: count, absent: count - present }];
    },
  };
}

function bytesOf({ values }: Levels): number {
  return values?.byteLength ?? 0;
}

/** Returns how many are present. */
function addDefinitions(levels: Levels, { cells, from, count, around }: Slots, most: number): number {
  const levelAt = (at: number): number => (isAbsent(cells[from + at]) ? (around[at] ?? 0) : most);
  let present = 0;
  let at = 0;
  while (at < count) {
    const level = levelAt(at);
    let end = at + 1;
    while (end < count && levelAt(end) === level) end += 1;
    addLevels(levels, level, end - at);
    if (level === most) present += end - at;
    at = end;
  }
  return present;
}

/** The same where rows are present or not, if any is not. */
function addVectorDefinitions(
  levels: Levels,
  { around, count, rows }: VectorSlots,
  { most, present }: { readonly most: number; readonly present: Presence | undefined },
): number {
  if (rows === count && present === undefined) {
    addLevels(levels, most, count);
    return count;
  }
  const each = new Uint16Array(count);
  let [row, found] = [0, 0];
  for (let slot = 0; slot < count; slot += 1) {
    const outside = around[slot] ?? 0;
    const isRow = outside === most - 1 ? 1 : 0;
    const isPresent = isRow & (present === undefined ? 1 : (present[row] ?? 0));
    each[slot] = outside + isPresent;
    row += isRow;
    found += isPresent;
  }
  addEachLevel(levels, each, count);
  return found;
}
