import { encodeHybrid } from './hybrid.ts';
import { numberDictionary, type Stride } from './number-dictionary.ts';
import type { EncodedValues } from './values.ts';

export type Bounds = EncodedValues['bounds'];

export type NumberKind = {
  readonly stride: Stride;
  /** Asked of distinct words where they are few. */
  readonly boundsOf: (words: Int32Array) => Bounds;
  /** As they stand in a page. */
  readonly bytesOf: (words: Int32Array) => Uint8Array;
};

/** Numbers of 32-bit words each, by dictionary where that is shorter. */
export function encodeWords(words: Int32Array, { stride, boundsOf, bytesOf }: NumberKind): EncodedValues {
  const dictionary = numberDictionary(words, stride);
  const bounds = words.length === 0 ? undefined : boundsOf(dictionary?.words ?? words);
  const stated = bounds === undefined ? {} : { bounds };
  if (dictionary === undefined || dictionary.count === 0) return { encoding: 'PLAIN', data: bytesOf(words), ...stated };
  const width = Math.max(1, Math.ceil(Math.log2(dictionary.count)));
  return {
    encoding: 'RLE_DICTIONARY',
    data: Buffer.concat([Buffer.of(width), encodeHybrid(dictionary.indices, dictionary.indices.length, width)]),
    dictionary: { bytes: bytesOf(dictionary.words), count: dictionary.count },
    ...stated,
  };
}

/** The machine's own order of bytes, little-endian wherever Lambda runs, is Parquet's. */
export function littleEndian({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

type Numbers = Int32Array | Float64Array | BigInt64Array;

export function withRoom<T extends Numbers>(values: T, least: number, create: (length: number) => T): T {
  if (least <= values.length) return values;
  const larger = create(Math.max(64, least, values.length * 2));
  new Uint8Array(larger.buffer).set(new Uint8Array(values.buffer));
  return larger;
}

/** A number's place in its words. */
export type InWords = { readonly words: Int32Array; readonly at: number };

/** Whether the one is less, in two's complement of `stride` words, the lowest first. Bigints are slow to make. */
export function isLess(one: InWords, other: InWords, stride: Stride): boolean {
  const high = one.words[one.at + stride - 1] ?? 0;
  const otherHigh = other.words[other.at + stride - 1] ?? 0;
  if (high !== otherHigh) return high < otherHigh;
  for (let word = stride - 2; word >= 0; word -= 1) {
    const [low, otherLow] = [one.words[one.at + word] ?? 0, other.words[other.at + word] ?? 0];
    if (low !== otherLow) return low >>> 0 < otherLow >>> 0;
  }
  return false;
}
