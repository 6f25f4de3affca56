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

test('there is none of numbers that have been made to collide, however few', () => {
  // As many slots as 3,000 numbers get; those that all want the first one.
  const wanted: number[] = [];
  for (let value = 0; wanted.length < 300; value += 1) {
    const mixed = Math.imul(value, 0x9e3779b1);
    if (((mixed ^ (mixed >>> 15)) & 2047) === 0) wanted.push(value);
  }
  const words = (distinct: number) => Int32Array.from({ length: 3_000 }, (_, at) => wanted[at % distinct] ?? 0);
  expect(numberDictionary(words(300), 1)).toBeUndefined();
  expect(numberDictionary(words(100), 1)?.count).toBe(100);
});
