import { type Cells, cannotHold, type ValueBuilder } from './values.ts';
import { type Bounds, encodeWords, isLess, littleEndian, withRoom } from './words.ts';

/** What a column of 64-bit numbers may hold, and how an error says it. */
export type Int64Range = {
  readonly expected: string;
  readonly least: bigint;
  readonly most: bigint;
  /** The first number above `most`, and less its sign the first below: a double can say it. */
  readonly beyond: number;
};

export const allInt64: Int64Range = {
  expected: 'whole 64-bit numbers',
  least: -(2n ** 63n),
  most: 2n ** 63n - 1n,
  beyond: 2 ** 63,
};

/** 64-bit whole numbers, timestamps and decimals among them, from numbers and bigints alike. */
export function createInt64Values(column: string, range: Int64Range): ValueBuilder {
  const { expected, least, most, beyond } = range;
  let values = new BigInt64Array(0);
  let words = new Int32Array(0);
  let count = 0;
  const put = (value: number | bigint): void => {
    if (typeof value === 'bigint' && value >= least && value <= most) values[count] = value;
    else if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < beyond) {
      words[count * 2] = value;
      words[count * 2 + 1] = Math.floor(value / 2 ** 32);
    } else throw cannotHold(column, expected, value);
    count += 1;
  };
  const reserve = (more: number): void => {
    if (count + more <= values.length) return;
    values = withRoom(values, count + more, (length) => new BigInt64Array(length));
    words = new Int32Array(values.buffer);
  };
  const check = (from: number, to: number): void => {
    for (let at = from; at < to; at += 1) {
      const value = values[at] ?? 0n;
      if (value < least || value > most) throw cannotHold(column, expected, value);
    }
  };
  return {
    add(cells: Cells, from, to) {
      reserve(to - from);
      for (let at = from; at < to; at += 1) {
        const value = cells[at];
        if (typeof value === 'number' || typeof value === 'bigint') put(value);
        else if (value !== null && value !== undefined) throw cannotHold(column, expected, value);
      }
    },
    addNumbers(added, length) {
      reserve(length);
      checkRange(added, length, column, range);
      if (added instanceof Float64Array) setLongs(words, count, added, length);
      else setIntegers(words, count, added, length);
      count += length;
    },
    addWords(added, each, length) {
      if (each !== 2) throw cannotHold(column, expected, `words of ${each * 32} bits`);
      reserve(length);
      for (let at = 0; at < length * 2; at += 1) words[count * 2 + at] = added[at] ?? 0;
      if (range !== allInt64) check(count, count + length);
      count += length;
    },
    bytes: () => values.byteLength,
    encode: () => encodeWords(words.subarray(0, count * 2), { stride: 2, boundsOf, bytesOf: littleEndian }),
  };
}

function checkRange(
  values: Int32Array | Float64Array,
  length: number,
  column: string,
  { expected, beyond }: Int64Range,
): void {
  if (values instanceof Int32Array && beyond > 2 ** 31) return;
  for (let at = 0; at < length; at += 1) {
    const value = values[at] ?? 0;
    if (Math.floor(value) !== value || Math.abs(value) >= beyond) throw cannotHold(column, expected, value);
  }
}

/** Writes the first `length` numbers as 64-bit ones, from number `start` on. */
function setIntegers(words: Int32Array, start: number, values: Int32Array, length: number): void {
  for (let at = 0; at < length; at += 1) {
    const value = values[at] ?? 0;
    words[(start + at) * 2] = value;
    words[(start + at) * 2 + 1] = value >> 31;
  }
}

function setLongs(words: Int32Array, start: number, values: Float64Array, length: number): void {
  for (let at = 0; at < length; at += 1) {
    const value = values[at] ?? 0;
    words[(start + at) * 2] = value;
    words[(start + at) * 2 + 1] = Math.floor(value / 2 ** 32);
  }
}

function boundsOf(words: Int32Array): Bounds {
  let [min, max] = [0, 0];
  for (let at = 2; at < words.length; at += 2) {
    if (isLess({ words, at }, { words, at: min }, 2)) min = at;
    else if (isLess({ words, at: max }, { words, at }, 2)) max = at;
  }
  const values = new BigInt64Array(words.buffer, words.byteOffset, words.length / 2);
  return { min_value: values[min / 2] ?? 0n, max_value: values[max / 2] ?? 0n };
}
