import type { NativeFunction } from '../functions/function.ts';
import { invalid, native } from './define.ts';
import { asNumber } from './value.ts';

/** Places in an array of a given size, from 1. */
export const indexListNatives: readonly NativeFunction[] = [
  native('trino_combinations', ['BIGINT', 'BIGINT', 'BIGINT[][]'], (size, count) =>
    combinations(asNumber(size), asNumber(count)),
  ),
  native('trino_ngrams', ['BIGINT', 'BIGINT', 'BIGINT[][]'], (size, count) => ngrams(asNumber(size), asNumber(count))),
];

function combinations(size: number, count: number): bigint[][] {
  if (count < 0 || count > 5)
    invalid(`combination size must not be ${count < 0 ? 'negative' : 'greater than 5'}: ${count}`);
  if (count === 0) return [[]];
  const found: bigint[][] = [];
  for (let first = 1; first <= size - count + 1; first += 1)
    for (const rest of combinations(size - first, count - 1))
      found.push([BigInt(first), ...rest.map((at) => at + BigInt(first))]);
  return found;
}

function ngrams(size: number, count: number): bigint[][] {
  if (count <= 0) invalid('N must be positive');
  const length = Math.min(size, count);
  return Array.from({ length: size - length + 1 }, (_, start) =>
    Array.from({ length }, (_item, at) => BigInt(start + at + 1)),
  );
}
