import { type Entries, entriesOf, textEntriesOf } from '../map-entries.ts';
import { cannotHold } from '../values.ts';
import { isAbsent, type NodeBuilder, type Slots } from './slots.ts';
import { elementCells, elementSlots, type ListLevels } from './spread-lists.ts';
import { cellSlots } from './vector-slots.ts';

export type MapNode = ListLevels & {
  /** As errors call it. */
  readonly name: string;
  readonly isOfTexts: boolean;
  readonly key: NodeBuilder;
  readonly value: NodeBuilder;
};

export function createMap({ name, isOfTexts, key, value, ...levels }: MapNode): NodeBuilder {
  const read = isOfTexts ? textEntriesOf : entriesOf;
  const add = (outer: Slots): void => {
    const maps: (Entries | undefined)[] = [];
    for (let at = outer.from; at < outer.from + outer.count; at += 1) {
      const cell = outer.cells[at];
      maps.push(isAbsent(cell) ? undefined : read(name, cell));
    }
    const keys = maps.map((map) => map?.keys);
    const slots = elementSlots(keys, outer, levels);
    key.add({ ...slots, cells: elementCells(keys, slots.count) });
    const values = maps.map((map) => map?.values);
    value.add({ ...slots, cells: elementCells(values, slots.count) });
  };
  return {
    add,
    addVector(vector, outer) {
      if (vector.kind !== 'cells' && vector.kind !== 'same') throw cannotHold(name, 'maps', vector.kind);
      add(cellSlots(vector, outer, levels.level - 1));
    },
    bytes: () => key.bytes() + value.bytes(),
    encode: () => [...key.encode(), ...value.encode()],
  };
}
