import { expect, test } from 'vitest';
import { add, nothing, summaryOf } from './summary.ts';

test('sums add up by name', () => {
  const one = summaryOf({ objects: 1, bytes: 10 }, { a: 1 });
  expect(add(add(nothing, one), summaryOf({ objects: 2, records: 5 }, { a: 2, b: 1 }))).toEqual(
    summaryOf({ objects: 3, bytes: 10, records: 5 }, { a: 3, b: 1 }),
  );
});

test('reasons stay few, and none is lost', () => {
  const many = Array.from({ length: 200 }, (_, index) => summaryOf({}, { [`reason ${index}`]: 1 })).reduce(
    add,
    nothing,
  );
  expect(Object.keys(many.reasons)).toHaveLength(51);
  expect(many.reasons.others).toBe(150);
});
