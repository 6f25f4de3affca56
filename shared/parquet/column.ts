import { createBooleanValues } from './booleans.ts';
import type { EncodedChunk } from './chunk.ts';
import { addLevels, addPresence, addSpanPresence, encodeLevels, noLevels } from './levels.ts';
import { createMapColumn } from './maps.ts';
import { createDoubleValues, createInt32Values, createInt64Values } from './numbers.ts';
import type { Column, ColumnType, ParquetValue } from './schema.ts';
import { createStringValues } from './strings.ts';
import { type Cells, cannotHold, type ValueBuilder } from './values.ts';
import type { Vector } from './vectors.ts';

/** Collects one column of one row group; a map has two leaves. */
export type ColumnBuilder = {
  add(cells: Cells, from: number, to: number): void;
  /** The first `rows` rows; a TypeError where the column cannot hold what has this form. */
  addVector(vector: Vector, rows: number): void;
  /** Memory held, about. */
  bytes(): number;
  encode(): readonly EncodedChunk[];
};

export function createColumn({ name, type }: Column): ColumnBuilder {
  return type === 'MAP_STRING_STRING' ? createMapColumn(name) : createFlatColumn(name, type);
}

type FlatType = Exclude<ColumnType, 'MAP_STRING_STRING'>;

const valuesByType: Readonly<Record<FlatType, (column: string) => ValueBuilder>> = {
  STRING: createStringValues,
  INT32: createInt32Values,
  INT64: createInt64Values,
  DOUBLE: createDoubleValues,
  BOOLEAN: createBooleanValues,
  TIMESTAMP_MILLIS: createInt64Values,
  TIMESTAMP_MICROS: createInt64Values,
};

function createFlatColumn(name: string, type: FlatType): ColumnBuilder {
  const levels = noLevels();
  const values = valuesByType[type](name);
  let present = 0;
  const add = (cells: Cells, from: number, to: number): void => {
    const added = addPresence(levels, cells, from, to);
    if (added > 0) values.add(cells, from, to);
    present += added;
  };
  const addSame = (value: ParquetValue, rows: number): void => {
    if (value === null || value === undefined) addLevels(levels, 0, rows);
    else if (values.addSame === undefined) add(new Array<ParquetValue>(rows).fill(value), 0, rows);
    else {
      values.addSame(value, rows);
      addLevels(levels, 1, rows);
      present += rows;
    }
  };
  /** Returns how many are present. */
  const addAtHand = (vector: Exclude<Vector, { kind: 'cells' | 'same' }>, rows: number): number => {
    if (vector.kind === 'texts' && values.addSpans !== undefined) {
      values.addSpans(vector.texts, 0, rows);
      return addSpanPresence(levels, vector.texts, rows);
    }
    if (vector.kind !== 'numbers' || values.addNumbers === undefined) throw cannotHold(name, type, vector.kind);
    values.addNumbers(vector.values, rows);
    addLevels(levels, 1, rows);
    return rows;
  };
  return {
    add,
    addVector(vector, rows) {
      if (vector.kind === 'cells') add(vector.cells, 0, rows);
      else if (vector.kind === 'same') addSame(vector.value, rows);
      else present += addAtHand(vector, rows);
    },
    bytes: () => values.bytes() + (levels.values?.byteLength ?? 0),
    encode: () => [
      {
        ...values.encode(),
        leaf: { path: [name], type },
        levels: encodeLevels(levels, 1),
        levelCount: levels.count,
        absent: levels.count - present,
      },
    ],
  };
}
