import { type Cells, cannotHold, type ValueBuilder } from './values.ts';
import { type Bounds, encodeWords, littleEndian, withRoom } from './words.ts';

export function createDoubleValues(column: string): ValueBuilder {
  let values = new Float64Array(0);
  let count = 0;
  return {
    add(cells: Cells, from, to) {
      values = withRoom(values, count + to - from, (length) => new Float64Array(length));
      for (let at = from; at < to; at += 1) {
        const value = cells[at];
        if (value === null || value === undefined) continue;
        if (typeof value !== 'number') throw cannotHold(column, 'numbers', value);
        values[count] = value;
        count += 1;
      }
    },
    addNumbers(added, length) {
      values = withRoom(values, count + length, (size) => new Float64Array(size));
      for (let at = 0; at < length; at += 1) values[count + at] = added[at] ?? 0;
      count += length;
    },
    bytes: () => values.byteLength,
    encode: () =>
      encodeWords(new Int32Array(values.buffer, 0, count * 2), { stride: 2, boundsOf, bytesOf: littleEndian }),
  };
}

/** Readers must not be given bounds where some value is not a number; bounds of zero have the sign that includes both zeros. */
function boundsOf(words: Int32Array): Bounds {
  const values = new Float64Array(words.buffer, words.byteOffset, words.length / 2);
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (Number.isNaN(value)) return undefined;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { min_value: min || -0, max_value: max || 0 };
}
