import { type Cells, cannotHold, type ValueBuilder, type WordsEach } from './values.ts';
import { type Bounds, encodeWords, isLess, withRoom } from './words.ts';

/** What a column may hold, and how an error says it. */
export type WideRange = { readonly expected: string; readonly least: bigint; readonly most: bigint };

const stride = 4;
const wordsOfOne = new Int32Array(stride);
const longsOfOne = new BigInt64Array(wordsOfOne.buffer);

/** Whole numbers of 128 bits, from numbers and bigints alike. */
export function createWideDecimals(column: string, { expected, least, most }: WideRange): ValueBuilder {
  const [lowest, highest] = [inWords(least), inWords(most)];
  let words = new Int32Array(0);
  let count = 0;
  const reserve = (more: number): void => {
    words = withRoom(words, (count + more) * stride, (length) => new Int32Array(length));
  };
  const putBigint = (value: bigint): void => {
    if (value < least || value > most) throw cannotHold(column, expected, value);
    setBigint(value);
    words.set(wordsOfOne, count * stride);
    count += 1;
  };
  const putNumber = (value: number): void => {
    if (!Number.isInteger(value)) throw cannotHold(column, expected, value);
    if (Math.abs(value) >= 2 ** 63) {
      putBigint(BigInt(value));
      return;
    }
    const at = count * stride;
    words[at] = value;
    words[at + 1] = Math.floor(value / 2 ** 32);
    words[at + 2] = value < 0 ? -1 : 0;
    words[at + 3] = value < 0 ? -1 : 0;
    count += 1;
  };
  const put = (value: unknown): void => {
    if (typeof value === 'number') putNumber(value);
    else if (typeof value === 'bigint') putBigint(value);
    else throw cannotHold(column, expected, value);
  };
  /** Those of two words are in range: what 64 bits hold has no more than 19 digits. */
  const check = (at: number): void => {
    const value = { words, at };
    if (isLess(value, lowest, stride) || isLess(highest, value, stride))
      throw cannotHold(column, expected, bigintAt(words, at));
  };
  return {
    add(cells: Cells, from, to) {
      reserve(to - from);
      for (let at = from; at < to; at += 1) {
        const value = cells[at];
        if (value !== null && value !== undefined) put(value);
      }
    },
    addNumbers(added, length) {
      reserve(length);
      for (let at = 0; at < length; at += 1) putNumber(added[at] ?? 0);
    },
    addWords(added, each, length) {
      reserve(length);
      for (let at = 0; at < length; at += 1) {
        setWords(words, (count + at) * stride, added, { at: at * each, each });
        if (each === 4) check((count + at) * stride);
      }
      count += length;
    },
    bytes: () => words.byteLength,
    encode: () => encodeWords(words.subarray(0, count * stride), { stride, boundsOf, bytesOf: bigEndian }),
  };
}

function setWords(
  words: Int32Array,
  to: number,
  added: Int32Array,
  { at, each }: { readonly at: number; readonly each: WordsEach },
): void {
  const sign = (added[at + each - 1] ?? 0) >> 31;
  words[to] = added[at] ?? 0;
  words[to + 1] = added[at + 1] ?? 0;
  words[to + 2] = each === 4 ? (added[at + 2] ?? 0) : sign;
  words[to + 3] = each === 4 ? (added[at + 3] ?? 0) : sign;
}

function setBigint(value: bigint): void {
  longsOfOne[0] = BigInt.asIntN(64, value);
  longsOfOne[1] = value >> 64n;
}

function inWords(value: bigint) {
  setBigint(value);
  return { words: Int32Array.from(wordsOfOne), at: 0 };
}

function bigintAt(words: Int32Array, at: number): bigint {
  wordsOfOne.set(words.subarray(at, at + stride));
  return ((longsOfOne[1] ?? 0n) << 64n) | BigInt.asUintN(64, longsOfOne[0] ?? 0n);
}

function boundsOf(words: Int32Array): Bounds {
  let [min, max] = [0, 0];
  for (let at = stride; at < words.length; at += stride) {
    if (isLess({ words, at }, { words, at: min }, stride)) min = at;
    else if (isLess({ words, at: max }, { words, at }, stride)) max = at;
  }
  return { min_value: bigintAt(words, min), max_value: bigintAt(words, max) };
}

/** Decimals of fixed length are the one thing in Parquet that is big-endian. */
function bigEndian(words: Int32Array): Uint8Array {
  const turned = new Int32Array(words.length);
  for (let at = 0; at < words.length; at += stride) {
    for (let word = 0; word < stride; word += 1) turned[at + word] = words[at + stride - 1 - word] ?? 0;
  }
  return Buffer.from(turned.buffer).swap32();
}
