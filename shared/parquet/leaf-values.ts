import { createBooleanValues } from './booleans.ts';
import { createDecimalValues } from './decimals.ts';
import { createDoubleValues } from './doubles.ts';
import { createInt32Values } from './int32.ts';
import { allInt64, createInt64Values } from './int64.ts';
import type { DecimalColumn, FlatColumn } from './schema.ts';
import { createStringValues } from './strings.ts';
import type { ValueBuilder } from './values.ts';

/** Collects the values of a leaf of this type; errors call it by the column's name. */
export function createValues(column: FlatColumn): ValueBuilder {
  return column.type === 'DECIMAL' ? createDecimalValues(column) : byType[column.type](column.name);
}

const createLongs = (column: string): ValueBuilder => createInt64Values(column, allInt64);

const byType: Readonly<Record<Exclude<FlatColumn, DecimalColumn>['type'], (column: string) => ValueBuilder>> = {
  STRING: createStringValues,
  INT32: createInt32Values,
  INT64: createLongs,
  DOUBLE: createDoubleValues,
  BOOLEAN: createBooleanValues,
  DATE: createInt32Values,
  TIMESTAMP_MILLIS: createLongs,
  TIMESTAMP_MICROS: createLongs,
};
