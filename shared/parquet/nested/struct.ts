import { isObject } from '../map-entries.ts';
import { createTranspose } from '../row-buffer.ts';
import type { Column, ParquetRow, ParquetValue } from '../schema.ts';
import { cannotHold } from '../values.ts';
import type { Vector } from '../vectors.ts';
import { isAbsent, type NodeBuilder, type Slots, type VectorSlots } from './slots.ts';
import { cellSlots, fieldSlots } from './vector-slots.ts';

export type StructNode = {
  /** As errors call it. */
  readonly name: string;
  /** Its definition level where it is present. */
  readonly level: number;
  readonly fields: readonly Column[];
  /** One for each field. */
  readonly children: readonly NodeBuilder[];
};

// Cells are spread over fields in lots that stay in the processor's caches.
const cellsAtATime = 65_536;
const noFields: ParquetRow = {};
const absent: Vector = { kind: 'same', value: null };

type Structs = Extract<Vector, { kind: 'structs' }>;

export function createStruct({ name, level, fields, children }: StructNode): NodeBuilder {
  const transpose = createTranspose(fields);
  const mostSlots = Math.max(1, Math.floor(cellsAtATime / fields.length));
  const addLot = ({ cells, from, count, repetitions, around }: Slots): void => {
    const inside = around.slice(0, count);
    const rows: ParquetRow[] = [];
    for (let at = 0; at < count; at += 1) {
      const value = cells[from + at];
      if (isAbsent(value)) rows.push(noFields);
      else {
        rows.push(fieldsOf(name, value));
        inside[at] = level;
      }
    }
    const spread = transpose(rows);
    for (const [field, child] of children.entries())
      child.add({ cells: spread, from: field * count, count, repetitions, around: inside });
  };
  const addFields = ({ fields: vectors, present }: Structs, slots: VectorSlots): void => {
    if (vectors.length !== children.length)
      throw new TypeError(`${vectors.length} vectors for the ${children.length} fields of the Parquet column ${name}`);
    const inside = fieldSlots(slots, present, level);
    for (const [field, child] of children.entries()) child.addVector(vectors[field] ?? absent, inside);
  };
  const add = (slots: Slots): void => {
    for (let at = 0; at < slots.count; at += mostSlots) addLot(lotOf(slots, at, mostSlots));
  };
  return {
    add,
    addVector(vector, slots) {
      if (vector.kind === 'cells' || vector.kind === 'same') add(cellSlots(vector, slots, level - 1));
      else if (vector.kind === 'structs') addFields(vector, slots);
      else throw cannotHold(name, 'structs', vector.kind);
    },
    bytes: () => children.reduce((sum, child) => sum + child.bytes(), 0),
    encode: () => children.flatMap((child) => child.encode()),
  };
}

function lotOf(slots: Slots, at: number, most: number): Slots {
  if (slots.count <= most) return slots;
  return {
    cells: slots.cells,
    from: slots.from + at,
    count: Math.min(most, slots.count - at),
    repetitions: slots.repetitions.subarray(at),
    around: slots.around.subarray(at),
  };
}

function fieldsOf(name: string, value: ParquetValue): ParquetRow {
  if (!isObject(value)) throw cannotHold(name, 'structs', value);
  return value;
}
