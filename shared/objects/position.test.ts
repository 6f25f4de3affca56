import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isBefore, type Position, positionName, positionOf } from './position.ts';

const position: fc.Arbitrary<Position> = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 3 });

describe('a position', () => {
  test('is before those that reading comes to later, in the object and in a member of it', () => {
    const inOrder = [[0], [0, 0], [0, 77], [0, 77, 5], [0, 78], [9], [10], [10, 1]];
    for (const [at, one] of inOrder.entries())
      for (const [place, other] of inOrder.entries()) expect(isBefore(one, other), `${one} ${other}`).toBe(at < place);
  });

  test('stands in one order with all others', () => {
    fc.assert(
      fc.property(position, position, position, (a, b, c) => {
        expect(Number(isBefore(a, b)) + Number(isBefore(b, a))).toBe(positionName(a) === positionName(b) ? 0 : 1);
        if (isBefore(a, b) && isBefore(b, c)) expect(isBefore(a, c)).toBe(true);
      }),
    );
  });

  test('is what its name says', () => {
    fc.assert(
      fc.property(position, (at) => {
        expect(positionOf(positionName(at))).toEqual(at);
      }),
    );
  });
});
