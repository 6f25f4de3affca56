import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Correction, correction, correctionObjects, maxCorrectionKeys } from './corrections.ts';

const key = (hour: number, name = 'a') =>
  `lake/haproxy_requests/year=2026/month=11/day=20/hour=${hour}/${name}.parquet`;

const said: Correction = {
  version: '1',
  database: 'lake',
  table: 'haproxy_requests',
  sourceKey: 'raw/logs/haproxy/a',
  removed: [key(13)],
  written: [key(14), key(15)],
};

describe('a correction', () => {
  test('is one object, named by its table, what it is of, and what it says', () => {
    const [object, ...more] = correctionObjects('a-0-77', said);
    expect(more).toEqual([]);
    expect(object?.key).toMatch(/^corrections\/haproxy_requests\/a-0-77-[0-9a-f]{32}\.json$/);
    expect(correction.parse(JSON.parse(object?.body ?? ''))).toEqual(said);
  });

  test('has the same name only when it says the same, in whatever order', () => {
    const [{ key: name } = { key: '' }] = correctionObjects('a', said);
    expect(correctionObjects('a', { ...said, written: said.written.toReversed() })[0]?.key).toBe(name);
    expect(correctionObjects('a', { ...said, written: [key(14)] })[0]?.key).not.toBe(name);
    expect(
      correctionObjects('a', { ...said, removed: [], written: [...said.removed, ...said.written] })[0]?.key,
    ).not.toBe(name);
  });

  test('that says nothing is no object', () => {
    expect(correctionObjects('a', { ...said, removed: [], written: [] })).toEqual([]);
  });

  test('of any size is told once, in objects of a bounded number of keys', () => {
    const keys = fc.nat({ max: 2500 });
    fc.assert(
      fc.property(keys, keys, (gone, made) => {
        const removed = Array.from({ length: gone }, (_, at) => key(at, 'gone')).toSorted();
        const written = Array.from({ length: made }, (_, at) => key(at, 'made')).toSorted();
        const told = correctionObjects('a', { ...said, removed, written }).map(({ body }) =>
          correction.parse(JSON.parse(body)),
        );
        expect(told.flatMap((each) => each.removed)).toEqual(removed);
        expect(told.flatMap((each) => each.written)).toEqual(written);
        for (const each of told) {
          expect(each.removed.length + each.written.length).toBeGreaterThan(0);
          expect(each.removed.length + each.written.length).toBeLessThanOrEqual(maxCorrectionKeys);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('of another version, or of no table, is refused', () => {
    expect(correction.safeParse({ ...said, version: '2' }).success).toBe(false);
    expect(correction.safeParse({ ...said, table: '' }).success).toBe(false);
  });
});
