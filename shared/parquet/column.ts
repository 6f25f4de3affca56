import { createBooleanValues } from './booleans.ts';
import type { EncodedChunk } from './chunk.ts';
import { createDecimalValues } from './decimals.ts';
import { createDoubleValues } from './doubles.ts';
import { createInt32Values } from './int32.ts';
import { allInt64, createInt64Values } from './int64.ts';
import { addLevels, addListPresence, addPresence, addSpanPresence, encodeLevels, noLevels } from './levels.ts';
import { createMapColumn } from './maps.ts';
import { presentNumbers, presentWords } from './presence.ts';
import { type Column, type DecimalColumn, type FlatColumn, isFlat, type ParquetValue, storedAs } from './schema.ts';
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

export function createColumn(column: Column): ColumnBuilder {
  return isFlat(column) ? createFlatColumn(column) : createMapColumn(column.name);
}

const createLongs = (column: string): ValueBuilder => createInt64Values(column, allInt64);

const valuesByType: Readonly<Record<Exclude<FlatColumn, DecimalColumn>['type'], (column: string) => ValueBuilder>> = {
  STRING: createStringValues,
  INT32: createInt32Values,
  INT64: createLongs,
  DOUBLE: createDoubleValues,
  BOOLEAN: createBooleanValues,
  DATE: createInt32Values,
  TIMESTAMP_MILLIS: createLongs,
  TIMESTAMP_MICROS: createLongs,
};

function createFlatColumn(column: FlatColumn): ColumnBuilder {
  const { name, type } = column;
  const leaf = { path: [name], type: storedAs(column).type };
  const levels = noLevels();
  const values = column.type === 'DECIMAL' ? createDecimalValues(column) : valuesByType[column.type](name);
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
    if (!isNumeric(vector) || !addNumeric(values, vector, rows)) throw cannotHold(name, type, vector.kind);
    if (vector.present !== undefined) return addListPresence(levels, vector.present, rows);
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
        leaf,
        levels: encodeLevels(levels, 1),
        levelCount: levels.count,
        absent: levels.count - present,
      },
    ],
  };
}

type Numeric = Extract<Vector, { kind: 'numbers' | 'words' }>;

function isNumeric(vector: Vector): vector is Numeric {
  return vector.kind === 'numbers' || vector.kind === 'words';
}

/** False where the column does not hold them. */
function addNumeric(values: ValueBuilder, vector: Numeric, rows: number): boolean {
  const { present } = vector;
  if (vector.kind === 'numbers') {
    if (values.addNumbers === undefined) return false;
    const dense = present === undefined ? vector.values : presentNumbers(vector.values, present, rows);
    values.addNumbers(dense, present === undefined ? rows : dense.length);
    return true;
  }
  const { each } = vector;
  if (values.addWords === undefined) return false;
  const dense = present === undefined ? vector.words : presentWords(vector.words, each, present, rows);
  values.addWords(dense, each, present === undefined ? rows : dense.length / each);
  return true;
}
