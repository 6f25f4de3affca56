import { expect, test } from 'vitest';
import { rotated } from './rotated.ts';

test.each([
  [0, ['a', 'b', 'c']],
  [0.34, ['b', 'c', 'a']],
  [0.99, ['c', 'a', 'b']],
])('of three, by a chance of %f, all come, each once', (chance, expected) => {
  expect(rotated(['a', 'b', 'c'], chance)).toEqual(expected);
});

test('of none there is none', () => expect(rotated([], 0.5)).toEqual([]));
