import { describe, expect, test } from 'vitest';
import { evaluateMath, type Series } from './math.ts';
import { readMath } from './math-syntax.ts';

const series = new Map<string, Series>([
  ['a', [1, 2, undefined, 4]],
  ['b', [2, 0, 3, undefined]],
]);
const value = (expression: string) => evaluateMath(readMath(expression), { series, metrics: ['a', 'b'], length: 4 });

describe('metric math', () => {
  test.each<readonly [string, Series]>([
    ['a + b * 2', [5, 2, undefined, undefined]],
    ['(a + b) * 2', [6, 4, undefined, undefined]],
    ['-a', [-1, -2, undefined, -4]],
    ['a / b', [0.5, undefined, undefined, undefined]],
    ['FILL(a, 0) - FILL(b, REPEAT)', [-1, 2, -3, 1]],
    ['IF(a > 1 AND a < 4, a, 0)', [0, 2, undefined, 0]],
    ['IF(FILL(a, 0) >= 2, b)', [undefined, 0, undefined, undefined]],
    ['SUM(METRICS())', [3, 2, 3, 4]],
    ['MAX([a, b])', [2, 2, 3, 4]],
    ['a - AVG(a)', [1 - 7 / 3, 2 - 7 / 3, undefined, 4 - 7 / 3]],
    ['1e3', [1000, 1000, 1000, 1000]],
  ])('%s', (expression, expected) => {
    expect(value(expression)).toEqual(expected);
  });

  test.each([
    ['a +', 'at its end'],
    ['a $ b', "at '$'"],
    ['(a', 'at its end'],
    ['a b', "at 'b'"],
    ['c', "Unknown metric or expression 'c'"],
    ['RATE(a)', 'RATE'],
    ['SUM()', 'too few arguments'],
  ])('%s is refused', (expression, message) => {
    expect(() => value(expression)).toThrow(message);
  });
});
