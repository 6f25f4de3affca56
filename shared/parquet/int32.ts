import { type Cells, cannotHold, type ValueBuilder } from './values.ts';
import { type Bounds, encodeWords, littleEndian, withRoom } from './words.ts';

/** 32-bit whole numbers. What does not fit is an error: a column must not hold another number than it was given. */
export function createInt32Values(column: string): ValueBuilder {
  let values = new Int32Array(0);
  let count = 0;
  return {
    add(cells: Cells, from, to) {
      values = withRoom(values, count + to - from, (length) => new Int32Array(length));
      for (let at = from; at < to; at += 1) {
        const value = cells[at];
        if (value === null || value === undefined) continue;
        if (typeof value !== 'number' || (value | 0) !== value) throw cannotHold(column, 'whole 32-bit numbers', value);
        values[count] = value;
        count += 1;
      }
    },
    addNumbers(added, length) {
      values = withRoom(values, count + length, (size) => new Int32Array(size));
      if (added instanceof Float64Array) checkInt32(added, length, column);
      setNumbers(values, count, added, length);
      count += length;
    },
    bytes: () => values.byteLength,
    encode: () => encodeWords(values.subarray(0, count), { stride: 1, boundsOf, bytesOf: littleEndian }),
  };
}

/** A loop: `set` wants a view of its own for each call. */
function setNumbers(target: Int32Array, start: number, values: Int32Array | Float64Array, length: number): void {
  for (let at = 0; at < length; at += 1) target[start + at] = values[at] ?? 0;
}

function checkInt32(values: Float64Array, length: number, column: string): void {
  for (let at = 0; at < length; at += 1) {
    const value = values[at] ?? 0;
    if ((value | 0) !== value) throw cannotHold(column, 'whole 32-bit numbers', value);
  }
}

function boundsOf(words: Int32Array): Bounds {
  let min = words[0] ?? 0;
  let max = min;
  for (let at = 1; at < words.length; at += 1) {
    const value = words[at] ?? 0;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { min_value: min, max_value: max };
}
