import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinScalars, type Scalar } from './scalar.ts';

const decimal = fc.record({ whole: fc.nat(40), scale: fc.nat(40) });
const scalar: fc.Arbitrary<Scalar> = fc.oneof(
  fc.constantFrom<Scalar>('boolean', 'bigint', 'double', 'date', 'timestamp', 'string'),
  decimal,
);

describe('what two scalars join to', () => {
  test('does not depend on which comes first, nor on which are joined first', () => {
    fc.assert(
      fc.property(scalar, scalar, scalar, (one, other, third) => {
        expect(joinScalars(one, other)).toEqual(joinScalars(other, one));
        expect(joinScalars(joinScalars(one, other), third)).toEqual(joinScalars(one, joinScalars(other, third)));
      }),
      { numRuns: 2000 },
    );
  });

  test('is what they are, where they are the same, and stays it whatever of them comes again', () => {
    fc.assert(
      fc.property(scalar, scalar, (one, other) => {
        expect(joinScalars(one, one)).toEqual(one);
        const joined = joinScalars(one, other);
        expect(joinScalars(joined, other)).toEqual(joined);
      }),
    );
  });

  test.each<[Scalar, Scalar, Scalar]>([
    ['bigint', 'double', 'double'],
    ['date', 'timestamp', 'timestamp'],
    ['boolean', 'bigint', 'string'],
    ['boolean', 'date', 'string'],
    ['bigint', 'date', 'string'],
    ['bigint', 'string', 'string'],
    ['timestamp', 'double', 'string'],
    ['bigint', { whole: 2, scale: 4 }, { whole: 19, scale: 4 }],
    ['double', { whole: 2, scale: 4 }, 'double'],
    ['string', { whole: 2, scale: 4 }, 'string'],
    [
      { whole: 20, scale: 0 },
      { whole: 2, scale: 4 },
      { whole: 20, scale: 4 },
    ],
  ])('of %j and %j is %j', (one, other, joined) => {
    expect(joinScalars(one, other)).toEqual(joined);
  });
});
