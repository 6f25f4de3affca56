import { encodeHybrid } from './hybrid.ts';
import { numberDictionary } from './number-dictionary.ts';
import { type Cells, cannotHold, type EncodedValues, type ValueBuilder } from './values.ts';

type Bounds = EncodedValues['bounds'];

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
    encode: () => encodeWords(values.subarray(0, count), 1, boundsOf32),
  };
}

const least64 = -(2n ** 63n);
const most64 = 2n ** 63n - 1n;

/** 64-bit whole numbers, timestamps among them, from numbers and bigints alike. */
export function createInt64Values(column: string): ValueBuilder {
  let values = new BigInt64Array(0);
  let words = new Int32Array(0);
  let count = 0;
  const put = (value: number | bigint): void => {
    if (typeof value === 'bigint' && value >= least64 && value <= most64) values[count] = value;
    else if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63) {
      words[count * 2] = value;
      words[count * 2 + 1] = Math.floor(value / 2 ** 32);
    } else throw cannotHold(column, 'whole 64-bit numbers', value);
    count += 1;
  };
  const reserve = (more: number): void => {
    if (count + more <= values.length) return;
    values = withRoom(values, count + more, (length) => new BigInt64Array(length));
    words = new Int32Array(values.buffer);
  };
  return {
    add(cells: Cells, from, to) {
      reserve(to - from);
      for (let at = from; at < to; at += 1) {
        const value = cells[at];
        if (typeof value === 'number' || typeof value === 'bigint') put(value);
        else if (value !== null && value !== undefined) throw cannotHold(column, 'whole 64-bit numbers', value);
      }
    },
    addNumbers(added, length) {
      reserve(length);
      if (added instanceof Float64Array) setLongs(words, count, added, length, column);
      else setIntegers(words, count, added, length);
      count += length;
    },
    bytes: () => values.byteLength,
    encode: () => encodeWords(words.subarray(0, count * 2), 2, boundsOf64),
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

/** Writes the first `length` numbers as 64-bit ones, from number `start` on. */
function setIntegers(words: Int32Array, start: number, values: Int32Array, length: number): void {
  for (let at = 0; at < length; at += 1) {
    const value = values[at] ?? 0;
    words[(start + at) * 2] = value;
    words[(start + at) * 2 + 1] = value >> 31;
  }
}

function setLongs(words: Int32Array, start: number, values: Float64Array, length: number, column: string): void {
  for (let at = 0; at < length; at += 1) {
    const value = values[at] ?? 0;
    if (Math.floor(value) !== value || Math.abs(value) >= 2 ** 63)
      throw cannotHold(column, 'whole 64-bit numbers', value);
    words[(start + at) * 2] = value;
    words[(start + at) * 2 + 1] = Math.floor(value / 2 ** 32);
  }
}

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
    bytes: () => values.byteLength,
    encode: () => encodeWords(new Int32Array(values.buffer, 0, count * 2), 2, boundsOfDoubles),
  };
}

/** `boundsOf` is asked of distinct words where they are few. */
function encodeWords(words: Int32Array, stride: 1 | 2, boundsOf: (words: Int32Array) => Bounds): EncodedValues {
  const dictionary = numberDictionary(words, stride);
  const bounds = words.length === 0 ? undefined : boundsOf(dictionary?.words ?? words);
  const stated = bounds === undefined ? {} : { bounds };
  if (dictionary === undefined || dictionary.count === 0) return { encoding: 'PLAIN', data: asBytes(words), ...stated };
  const width = Math.max(1, Math.ceil(Math.log2(dictionary.count)));
  return {
    encoding: 'RLE_DICTIONARY',
    data: Buffer.concat([Buffer.of(width), encodeHybrid(dictionary.indices, dictionary.indices.length, width)]),
    dictionary: { bytes: asBytes(dictionary.words), count: dictionary.count },
    ...stated,
  };
}

function boundsOf32(words: Int32Array): Bounds {
  let min = words[0] ?? 0;
  let max = min;
  for (let at = 1; at < words.length; at += 1) {
    const value = words[at] ?? 0;
    if (value < min) min = value;
    else if (value > max) max = value;
  }
  return { min_value: min, max_value: max };
}

/** Readers must not be given bounds where some value is not a number; bounds of zero have the sign that includes both zeros. */
function boundsOfDoubles(words: Int32Array): Bounds {
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

/** Compares the words: bigints are slow to make. */
function boundsOf64(words: Int32Array): Bounds {
  let min = 0;
  let max = 0;
  for (let at = 1; at * 2 < words.length; at += 1) {
    if (isLess(words, at, min)) min = at;
    else if (isLess(words, max, at)) max = at;
  }
  const values = new BigInt64Array(words.buffer, words.byteOffset, words.length / 2);
  return { min_value: values[min] ?? 0n, max_value: values[max] ?? 0n };
}

function isLess(words: Int32Array, one: number, other: number): boolean {
  const high = words[one * 2 + 1] ?? 0;
  const otherHigh = words[other * 2 + 1] ?? 0;
  if (high !== otherHigh) return high < otherHigh;
  return (words[one * 2] ?? 0) >>> 0 < (words[other * 2] ?? 0) >>> 0;
}

/** The machine's own order of bytes, little-endian wherever Lambda runs, is Parquet's. */
function asBytes({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

type Numbers = Int32Array | Float64Array | BigInt64Array;

function withRoom<T extends Numbers>(values: T, least: number, create: (length: number) => T): T {
  if (least <= values.length) return values;
  const larger = create(Math.max(64, least, values.length * 2));
  new Uint8Array(larger.buffer).set(new Uint8Array(values.buffer));
  return larger;
}
