import type { ColumnBuilder } from '../column-builder.ts';
import { createValues } from '../leaf-values.ts';
import { type Column, type FlatColumn, isFlat, type NestedColumn, storedAs } from '../schema.ts';
import type { Cells } from '../values.ts';
import { createLeaf } from './leaf.ts';
import { createList } from './list.ts';
import { createMap } from './map.ts';
import type { NodeBuilder } from './slots.ts';
import { createStruct } from './struct.ts';

// Each level of a column makes lists of its own of what is added at once.
const rowsAtATime = 1_024;

const none = new Uint16Array(rowsAtATime);

/** A column with columns in it: its rows are taken apart level by level, some of them at a time. */
export function createNestedColumn(column: NestedColumn): ColumnBuilder {
  const root = createNode(column, { path: [column.name], definition: 0, repetition: 0 });
  const add = (cells: Cells, first: number, end: number): void => {
    for (let from = first; from < end; from += rowsAtATime)
      root.add({ cells, from, count: Math.min(rowsAtATime, end - from), repetitions: none, around: none });
  };
  return {
    add,
    addVector(vector, rows) {
      if (vector.kind === 'cells') add(vector.cells, 0, rows);
      else
        root.addVector(vector, {
          count: rows,
          rows,
          repetitions: new Uint16Array(rows),
          around: new Uint16Array(rows),
        });
    },
    bytes: root.bytes,
    encode: root.encode,
  };
}

/** Where a node is: its path in the schema, and the levels of what is around it where all that is present. */
type Place = { readonly path: readonly string[]; readonly definition: number; readonly repetition: number };

function createNode(column: Column, place: Place): NodeBuilder {
  if (isFlat(column)) return leafAt(column, place, place.definition + 1);
  const { path, definition, repetition } = place;
  const name = path.join('.');
  const level = definition + 1;
  if (column.type === 'STRUCT') {
    checkFields(name, column.fields);
    const children = column.fields.map((field) =>
      createNode(field, { path: [...path, field.name], definition: level, repetition }),
    );
    return createStruct({ name, level, fields: column.fields, children });
  }
  const inner = (...names: readonly string[]): Place => ({
    path: [...path, ...names],
    definition: level + 1,
    repetition: repetition + 1,
  });
  const levels = { level, repetition: repetition + 1 };
  if (column.type === 'ARRAY')
    return createList({ name, ...levels, element: createNode(column.element, inner('list', 'element')) });
  const isOfTexts = column.type === 'MAP_STRING_STRING';
  const key = leafAt({ name: 'key', type: 'STRING' }, inner('key_value', 'key'), level + 1);
  const value = createNode(isOfTexts ? { name: 'value', type: 'STRING' } : column.value, inner('key_value', 'value'));
  return createMap({ name, isOfTexts, ...levels, key, value });
}

/** `present`: its definition level where it is. */
function leafAt(column: FlatColumn, { path, repetition }: Place, present: number): NodeBuilder {
  const values = createValues({ ...column, name: path.join('.') });
  return createLeaf({ path, type: storedAs(column).type }, values, { present, repetition });
}

function checkFields(name: string, fields: readonly Column[]): void {
  if (fields.length === 0) throw new RangeError(`the Parquet column ${name} is a struct without fields`);
  const names = new Set<string>();
  for (const field of fields) {
    if (names.has(field.name)) throw new RangeError(`the Parquet column ${name} has two fields ${field.name}`);
    names.add(field.name);
  }
}
