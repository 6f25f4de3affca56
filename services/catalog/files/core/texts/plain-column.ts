import { escaped } from '@tributary/shared/csv/csv-rows.ts';
import { plain } from '@tributary/shared/csv/values/plain-digits.ts';
import type { ReadPlain } from '@tributary/shared/csv/values/plain-values.ts';
import type { PlainValues, TextColumn } from './text-column.ts';

/** Reads a column of rows. `odd` is told of each text that is not a plain one; where it gives false, there is nothing to be read. */
export function readPlainly(
  column: TextColumn,
  read: ReadPlain,
  odd: (row: number, into: PlainValues) => boolean,
): PlainValues | undefined {
  const { bytes, from, to, quotes } = column;
  const { length } = from;
  const [values, present] = [new Float64Array(length), new Uint8Array(length)];
  const into = { values, present };
  for (let row = 0; row < length; row += 1) {
    const [start, end] = [from[row] ?? 0, to[row] ?? 0];
    // Nothing at all, be it between quotes, is no value.
    if (end <= start) continue;
    if (quotes[row] !== escaped && read(bytes, start, end)) {
      values[row] = plain.value;
      present[row] = 1;
    } else if (!odd(row, into)) return undefined;
  }
  return into;
}
