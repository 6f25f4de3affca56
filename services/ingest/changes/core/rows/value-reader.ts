import {
  createReadDecimal,
  type ReadValue,
  readBigint,
  readDouble,
  readInt,
} from '@tributary/shared/csv/values/read-number.ts';
import { readBoolean, readDate, readMicros, readMillis } from '@tributary/shared/csv/values/read-time.ts';
import type { ColumnType } from '../declaration/column-type.ts';

/** How the values of a type are read; undefined for text. */
export function valueReaderOf(type: ColumnType): ReadValue | undefined {
  return type.kind === 'decimal' ? createReadDecimal(type.precision, type.scale) : readers[type.kind];
}

const readers = {
  string: undefined,
  int: readInt,
  bigint: readBigint,
  double: readDouble,
  boolean: readBoolean,
  date: readDate,
  'timestamp(3)': readMillis,
  'timestamp(6)': readMicros,
} as const;
