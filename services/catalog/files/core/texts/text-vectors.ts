import { textOf, undouble } from '@tributary/shared/csv/csv-rows.ts';
import type { ParquetValue, Vector } from '@tributary/shared/parquet-write.ts';
import { type FitScalar, fitScalar } from '../shape/fit-scalar.ts';
import { numberVector } from '../shape/number-vector.ts';
import type { ColumnType } from '../types/column-type.ts';
import { plainReaders } from '../types/plain-readers.ts';
import { saysNothing, withoutPadding } from './padding.ts';
import { readPlainly } from './plain-column.ts';
import { isAbsent, type PlainValues, type TextColumn } from './text-column.ts';

/** Takes a text that does not fit its column, of a row. */
export type RescueText = (row: number, text: string) => void;

/** The texts of a column as values of its type. */
export function textVector(column: TextColumn, type: ColumnType, rescue: RescueText): Vector {
  if (type.kind === 'string') return stringVector(column);
  const { seen } = column;
  if (seen !== undefined && isReadAs(seen.scalar, type)) return { kind: 'numbers', ...seen.values };
  return plainReaders.has(type.kind) ? readNumbers(column, type, rescue) : cellVector(column, fitScalar(type), rescue);
}

/** Whole numbers that were read are doubles as they are. */
function isReadAs(scalar: unknown, { kind }: ColumnType): boolean {
  return scalar === kind || (scalar === 'bigint' && kind === 'double');
}

function stringVector(column: TextColumn): Vector {
  for (let row = 0; row < column.from.length; row += 1) undouble(column, row);
  return { kind: 'texts', texts: { source: column, from: column.from, to: column.to } };
}

function readNumbers(column: TextColumn, type: ColumnType, rescue: RescueText): Vector {
  const fit = fitScalar(type);
  const large = new Map<number, bigint>();
  const rescueUnlessBlank = (row: number, text: string): void => {
    if (!saysNothing(column, row)) rescue(row, text);
  };
  const slowly = (row: number, { values, present }: PlainValues): true => {
    const text = textOf(column, row);
    const value = fit(withoutPadding(text));
    if (value === undefined) rescueUnlessBlank(row, text);
    else if (typeof value === 'bigint') large.set(row, value);
    else values[row] = Number(value);
    present[row] = value === undefined ? 0 : 1;
    return true;
  };
  const read = plainReaders.get(type.kind);
  const numbers = read && readPlainly(column, read, slowly);
  return numbers === undefined ? { kind: 'same', value: null } : numberVector({ ...numbers, large });
}

function cellVector(column: TextColumn, fit: FitScalar, rescue: RescueText): Vector {
  const cells = new Array<ParquetValue>(column.from.length).fill(null);
  for (let row = 0; row < cells.length; row += 1) {
    if (isAbsent(column, row)) continue;
    const text = textOf(column, row);
    const value = fit(withoutPadding(text));
    // Blanks, or nothing at all between quotes, are no number and no day, but no text that is missed either.
    if (value === undefined && !saysNothing(column, row)) rescue(row, text);
    cells[row] = value ?? null;
  }
  return { kind: 'cells', cells };
}
