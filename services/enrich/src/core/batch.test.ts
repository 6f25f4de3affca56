import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { daysOf, pathOf, type SourceObject, sourceObject, toBatches } from './batch.ts';

const key = (day: number, hour: number, name: string) =>
  `lake/haproxy_requests/year=2026/month=11/day=${String(day).padStart(2, '0')}/hour=${String(hour).padStart(2, '0')}/${name}.parquet`;

test('reads the hour of an object from its folder', () => {
  expect(sourceObject('b', key(20, 13, 'x'))).toMatchObject({ hour: new Date('2026-11-20T13:00:00Z') });
  expect(sourceObject('b', 'lake/haproxy_requests/x.parquet')).toBeUndefined();
});

describe('toBatches', () => {
  const arbitrary = fc
    .record({
      day: fc.integer({ min: 1, max: 30 }),
      hour: fc.integer({ min: 0, max: 23 }),
      name: fc.stringMatching(/^\w{1,9}$/),
    })
    .map(({ day, hour, name }) => sourceObject('bucket', key(day, hour, name)))
    .filter((object): object is SourceObject => object !== undefined);

  test('leaves none out, takes none twice and exceeds no limit', () => {
    const limits = { maxDays: 3, maxBytes: 2_000 };
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 60 }), (objects) => {
        const batches = toBatches(objects, limits);
        const paths = batches.flat().map(pathOf);
        expect(paths.toSorted()).toEqual([...new Set(objects.map(pathOf))].toSorted());
        for (const batch of batches) {
          expect(daysOf(batch).length).toBeLessThanOrEqual(limits.maxDays);
          expect(batch.length).toBeGreaterThan(0);
          if (batch.length > 1) expect(batch.map(pathOf).join('').length).toBeLessThanOrEqual(limits.maxBytes);
        }
      }),
    );
  });

  test('does not depend on the order of arrival', () => {
    fc.assert(
      fc.property(fc.array(arbitrary, { maxLength: 20 }), (objects) => {
        expect(toBatches(objects.toReversed())).toEqual(toBatches(objects));
      }),
    );
  });
});
