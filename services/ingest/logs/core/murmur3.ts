/** The four 32-bit words that hashing begins with, or ends with. */
export type Hash128 = Int32Array;

const c1 = 0x239b961b;
const c2 = 0xab0e9789;
const c3 = 0x38b34ae5;
const c4 = 0xa1e38b93;

/**
 * MurmurHash3 (x86, 128 bits) of bytes [from, to), from a seed of as many bits. It is no defence against who chooses the bytes: for that
 * there is SHA-256.
 */
export function murmur3(view: DataView, from: number, to: number, seed: Hash128, hash: Hash128): void {
  let h1 = seed[0] ?? 0;
  let h2 = seed[1] ?? 0;
  let h3 = seed[2] ?? 0;
  let h4 = seed[3] ?? 0;
  let at = from;
  for (; at + 16 <= to; at += 16) {
    h1 = (Math.imul(rotate(h1 ^ mix(view.getInt32(at, true), c1, 15, c2), 19) + h2, 5) + 0x561ccd1b) | 0;
    h2 = (Math.imul(rotate(h2 ^ mix(view.getInt32(at + 4, true), c2, 16, c3), 17) + h3, 5) + 0x0bcaa747) | 0;
    h3 = (Math.imul(rotate(h3 ^ mix(view.getInt32(at + 8, true), c3, 17, c4), 15) + h4, 5) + 0x96cd1c35) | 0;
    h4 = (Math.imul(rotate(h4 ^ mix(view.getInt32(at + 12, true), c4, 18, c1), 13) + h1, 5) + 0x32ac3b17) | 0;
  }
  h1 ^= mix(tailWord(view, at, to), c1, 15, c2);
  h2 ^= mix(tailWord(view, at + 4, to), c2, 16, c3);
  h3 ^= mix(tailWord(view, at + 8, to), c3, 17, c4);
  h4 ^= mix(tailWord(view, at + 12, to), c4, 18, c1);
  finish(hash, to - from, h1, h2, h3, h4);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

function mix(word: number, first: number, bits: number, second: number): number {
  return Math.imul(rotate(Math.imul(word, first), bits), second);
}

/** Up to four bytes; 0 beyond the end. */
function tailWord(view: DataView, from: number, to: number): number {
  if (from + 4 <= to) return view.getInt32(from, true);
  let word = 0;
  for (let at = from; at < to; at += 1) word |= view.getUint8(at) << ((at - from) * 8);
  return word;
}

function finish(hash: Hash128, length: number, one: number, two: number, three: number, four: number): void {
  const sum = ((one ^ length) + (two ^ length) + (three ^ length) + (four ^ length)) | 0;
  const h2 = spread((two ^ length) + sum);
  const h3 = spread((three ^ length) + sum);
  const h4 = spread((four ^ length) + sum);
  const h1 = (spread(sum) + h2 + h3 + h4) | 0;
  hash[0] = h1;
  hash[1] = h2 + h1;
  hash[2] = h3 + h1;
  hash[3] = h4 + h1;
}

function spread(word: number): number {
  const once = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
