import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numberDictionary } from './number-dictionary.ts';

test('each value is found at its place in the dictionary, and none is there twice', () => {
  const stride = fc.constantFrom<1 | 2>(1, 2);
  const distinct = fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(stride, distinct, fc.array(fc.nat(), { minLength: 80, maxLength: 200 }), (size, numbers, picks) => {
      const words = Int32Array.from(
        picks.flatMap((pick) => [numbers[pick % numbers.length] ?? 0, ~pick % 2].slice(0, size)),
      );
      const dictionary = numberDictionary(words, size);
      const wordsAt = (from: Int32Array, at: number) => [...from.subarray(at * size, (at + 1) * size)].join();
      if (dictionary === undefined) throw new Error('no dictionary');
      const entries = Array.from({ length: dictionary.count }, (_, at) => wordsAt(dictionary.words, at));
      expect(new Set(entries).size).toBe(entries.length);
      expect([...dictionary.indices].map((index) => entries[index])).toEqual(picks.map((_, at) => wordsAt(words, at)));
    }),
  );
});

test('there is none of numbers that are mostly distinct', () => {
  expect(
    numberDictionary(
      Int32Array.from({ length: 300 }, (_, at) => at % 100),
      1,
    )?.count,
  ).toBe(100);
  expect(
    numberDictionary(
      Int32Array.from({ length: 300 }, (_, at) => at % 101),
      1,
    ),
  ).toBeUndefined();
});
