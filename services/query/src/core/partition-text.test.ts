import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { grainOf, inGrain, joinSpans, NoPartitionError, piecesOf, shifted, spanOf } from './partition-text.ts';

const hourMillis = 3_600_000;
const hours = fc.integer({ min: 0, max: 700_000 }).map((hour) => new Date(hour * hourMillis));

describe('a partition', () => {
  test('is an hour, a day or a month', () => {
    expect(['2026-11-20T13', '2026-11-20', '2026-11'].map(grainOf)).toEqual(['hour', 'day', 'month']);
  });

  test.each(['all', '2026', '2026-13', '2026-02-30', '2026-11-20T24', '2026-11-20T1', "2026-11'", '2026-11-20 13', ''])(
    'is not %j',
    (text) => {
      expect(() => grainOf(text)).toThrow(NoPartitionError);
    },
  );

  test('has others before and after it', () => {
    expect(shifted('2026-11-20T23', 1)).toBe('2026-11-21T00');
    expect(shifted('2026-03-01', -1)).toBe('2026-02-28');
    expect(shifted('2026-12', 2)).toBe('2027-02');
    expect(spanOf('2026-02')).toEqual({ from: new Date('2026-02-01'), to: new Date('2026-03-01') });
  });

  test('touches those of another grain that it overlaps', () => {
    expect(inGrain('2026-11-20T13', 'day')).toEqual(['2026-11-20']);
    expect(inGrain('2026-11-20T13', 'month')).toEqual(['2026-11']);
    expect(inGrain('2026-02', 'day')).toHaveLength(28);
    expect(inGrain('2026-11-20', 'hour').at(-1)).toBe('2026-11-20T23');
  });
});

test('spans that touch or overlap are one', () => {
  const day = (text: string) => spanOf(text);
  expect(joinSpans([day('2026-11-22'), day('2026-11-20'), day('2026-11-21'), day('2026-11-20')])).toEqual([
    { from: new Date('2026-11-20'), to: new Date('2026-11-23') },
  ]);
  expect(joinSpans([day('2026-11'), day('2026-11-05'), day('2026-12-02')])).toEqual([
    { from: new Date('2026-11-01'), to: new Date('2026-12-01') },
    { from: new Date('2026-12-02'), to: new Date('2026-12-03') },
  ]);
});

test('the pieces of a span are all of it, once, and the largest that there are', () => {
  fc.assert(
    fc.property(hours, fc.integer({ min: 1, max: 2_000 }), (from, count) => {
      const to = new Date(from.getTime() + count * hourMillis);
      const spans = piecesOf({ from, to }).map(spanOf);
      expect(joinSpans(spans)).toEqual([{ from, to }]);
      expect(spans.reduce((sum, span) => sum + span.to.getTime() - span.from.getTime(), 0)).toBe(count * hourMillis);
    }),
  );
  expect(piecesOf({ from: new Date('2026-10-30T22:00Z'), to: new Date('2026-12-02T01:00Z') })).toEqual([
    ...['2026-10-30T22', '2026-10-30T23', '2026-10-31', '2026-11', '2026-12-01', '2026-12-02T00'],
  ]);
});
