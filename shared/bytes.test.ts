import fc from 'fast-check';
import { expect, test } from 'vitest';
import { firstIn, fourOf, lessIn, viewOf, zerosIn } from './bytes.ts';

const four = fc.uint8Array({ minLength: 4, maxLength: 4 });

test('the first byte that is zero, or less than a limit, is found in a word, and none where there is none', () => {
  fc.assert(
    fc.property(four, fc.integer({ min: 1, max: 0x80 }), (bytes, limit) => {
      const word = viewOf(bytes).getInt32(0, true);
      for (const [bits, place] of [
        [zerosIn(word), bytes.indexOf(0)],
        [lessIn(word, fourOf(limit)), bytes.findIndex((byte) => byte < limit)],
      ] as const)
        expect(bits === 0 ? -1 : firstIn(bits), bytes.join()).toBe(place);
    }),
    {
      numRuns: 2000,
      examples: [
        [Uint8Array.of(1, 0, 1, 0), 0x20],
        [Uint8Array.of(0xff, 0x80, 0x7f, 0x1f), 0x20],
      ],
    },
  );
});

test('four of a byte are one word', () => {
  expect(fourOf(0xff)).toBe(-1);
  expect(fourOf(0x22)).toBe(0x22222222);
});
