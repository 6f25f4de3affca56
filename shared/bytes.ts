/** The same bytes, to be read by fours. */
export function viewOf({ buffer, byteOffset, length }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, length);
}

/** Four bytes of the same code as one word. */
export function fourOf(code: number): number {
  return Math.imul(code, 0x01010101);
}

const ones = fourOf(1);
const highest = fourOf(0x80);

/** Of a word's bytes that are less than those of `limits`, up to 0x80, the highest bits; none above the first of them is to be trusted. */
export function lessIn(word: number, limits: number): number {
  return (word - limits) & ~word & highest;
}

/** The same of those that are zero. https://graphics.stanford.edu/~seander/bithacks.html#ZeroInWord */
export function zerosIn(word: number): number {
  return lessIn(word, ones);
}

/** Which byte of a word that was read in little-endian order has the lowest of these bits. */
export function firstIn(bits: number): number {
  return (31 - Math.clz32(bits & -bits)) >> 3;
}
