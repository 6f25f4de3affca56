import { viewOf } from '@tributary/shared/bytes.ts';
import { describe, expect, test } from 'vitest';
import { murmur3 } from './murmur3.ts';

function hexOf(text: string, seed: number): string {
  const bytes = Buffer.from(`x${text}y`);
  const hash = new Int32Array(4);
  murmur3(viewOf(bytes), 1, bytes.length - 1, new Int32Array(4).fill(seed), hash);
  return [...hash].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}

describe('murmur3', () => {
  // As murmurhash3js-revisited prints them: word after word, each in hexadecimal.
  test.each([
    ['', 0, '00000000000000000000000000000000'],
    ['abc', 1, '327c7bab21a3830021a3830021a38300'],
    ['0123456789abcdef', 0, 'fb7d440936aed30a48ad1d9b572b3bfd'],
    ['I will not buy this record, it is scratched.', 0, 'a0a9683b25ac5e40d9af2895890dddf5'],
  ])('of %j', (text, seed, expected) => {
    expect(hexOf(text, seed)).toBe(expected);
  });
});
