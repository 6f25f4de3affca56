import { createBooleanValues } from './booleans.ts';
import type { EncodedChunk } from './chunk.ts';
import { addPresence, encodeLevels, noLevels } from './levels.ts';
import { createMapColumn } from './maps.ts';
import { createDoubleValues, createInt32Values, createInt64Values } from './numbers.ts';
import type { Column, ColumnType } from './schema.ts';
import { createStringValues } from './strings.ts';
import type { Cells, ValueBuilder } from './values.ts';

/** Collects one column of one row group; a map has two leaves. */
export type ColumnBuilder = {
  add(cells: Cells, from: number, to: number): void;
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
  return {
    add(cells, from, to) {
      const added = addPresence(levels, cells, from, to);
      if (added > 0) values.add(cells, from, to);
      present += added;
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
