import type { ParquetValue } from '../schema.ts';
import { cannotHold } from '../values.ts';
import { isAbsent, type NodeBuilder, type Slots } from './slots.ts';
import { elementCells, elementSlots, type List, type ListLevels } from './spread-lists.ts';
import { cellSlots, lengthSlots } from './vector-slots.ts';

export type ListNode = ListLevels & {
  /** As errors call it. */
  readonly name: string;
  readonly element: NodeBuilder;
};

export function createList({ name, element, ...levels }: ListNode): NodeBuilder {
  const add = (outer: Slots): void => {
    const lists: List[] = [];
    for (let at = outer.from; at < outer.from + outer.count; at += 1) lists.push(listOf(name, outer.cells[at]));
    const slots = elementSlots(lists, outer, levels);
    element.add({ ...slots, cells: elementCells(lists, slots.count) });
  };
  return {
    add,
    addVector(vector, outer) {
      if (vector.kind === 'cells' || vector.kind === 'same') add(cellSlots(vector, outer, levels.level - 1));
      else if (vector.kind === 'lists') element.addVector(vector.elements, lengthSlots(outer, vector.lengths, levels));
      else throw cannotHold(name, 'lists', vector.kind);
    },
    bytes: element.bytes,
    encode: element.encode,
  };
}

function listOf(name: string, value: ParquetValue): List {
  if (isAbsent(value)) return undefined;
  if (!isList(value)) throw cannotHold(name, 'lists', value);
  return value;
}

function isList(value: ParquetValue): value is readonly ParquetValue[] {
  return Array.isArray(value);
}
