import type { ColumnBuilder } from './column-builder.ts';
import { createValues } from './leaf-values.ts';
import { addLevels, addListPresence, addPresence, addSpanPresence, encodeLevels, noLevels } from './levels.ts';
import { createMapColumn } from './maps.ts';
import { createNestedColumn } from './nested/column.ts';
import { type Column, type FlatColumn, isFlat, type ParquetValue, storedAs } from './schema.ts';
import { type Cells, cannotHold } from './values.ts';
import { addVectorValues, isOfLeaf } from './vector-values.ts';
import type { Vector } from './vectors.ts';

export function createColumn(column: Column): ColumnBuilder {
  if (isFlat(column)) return createFlatColumn(column);
  return column.type === 'MAP_STRING_STRING' ? createMapColumn(column.name) : createNestedColumn(column);
}

function createFlatColumn(column: FlatColumn): ColumnBuilder {
  const { name, type } = column;
  const leaf = { path: [name], type: storedAs(column).type };
  const levels = noLevels();
  const values = createValues(column);
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
    if (!isOfLeaf(vector) || !addVectorValues(values, vector, rows)) throw cannotHold(name, type, vector.kind);
    if (vector.kind === 'texts') return addSpanPresence(levels, vector.texts, rows);
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
