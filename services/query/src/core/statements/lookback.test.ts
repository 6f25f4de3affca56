import fc from 'fast-check';
import { expect, test } from 'vitest';
import { spanOf } from '../partition-text.ts';
import { touched } from '../touched.ts';
import { countOf, seenBy } from './lookback.ts';

const daily = (lookback: number) => ({ partition: { column: 'day', grain: 'day' as const }, lookback });

/** Of a dataset that is incremental. */
const touchedBy = (of: Omit<Parameters<typeof touched>[0], 'materialized'>, source: string) =>
  touched({ materialized: 'incremental', ...of }, [source]);

test('a source day that changes is that day and as many after it as are looked back', () => {
  expect(touchedBy(daily(2), '2026-11-20')).toEqual(['2026-11-20', '2026-11-21', '2026-11-22']);
  expect(touchedBy(daily(0), '2026-11-20T13')).toEqual(['2026-11-20']);
  expect(touchedBy({ partition: { column: 'm', grain: 'month' }, lookback: 1 }, '2026-12-31')).toEqual([
    '2026-12',
    '2027-01',
  ]);
  expect([...touchedBy({ partition: { column: 'h', grain: 'hour' }, lookback: 1 }, '2026-11-20')].slice(-2)).toEqual([
    '2026-11-20T23',
    '2026-11-21T00',
  ]);
  expect(touchedBy(daily(2), 'all')).toBe('all');
  expect(touchedBy({ partition: undefined, lookback: 0 }, '2026-11-20T13')).toBe('all');
});

test('the SELECT of a day sees it and as many before it, and nothing else', () => {
  expect(seenBy(daily(2), ['2026-11-20'])).toEqual([{ from: new Date('2026-11-18'), to: new Date('2026-11-21') }]);
  expect(seenBy(daily(1), ['2026-11-20', '2026-11-22', '2026-11-30'])).toEqual([
    { from: new Date('2026-11-19'), to: new Date('2026-11-23') },
    { from: new Date('2026-11-29'), to: new Date('2026-12-01') },
  ]);
  expect(seenBy(daily(1), ['2026-11-20', 'all'])).toBeUndefined();
});

test('whatever sees a source day is touched by it, and nothing else', () => {
  const day = (at: number) => new Date(Date.UTC(2026, 10, 1 + at)).toISOString().slice(0, 10);
  fc.assert(
    fc.property(fc.nat(30), fc.nat(30), fc.nat(5), (source, own, lookback) => {
      const { from } = spanOf(day(source));
      const sees = seenBy(daily(lookback), [day(own)])?.some((span) => span.from <= from && from < span.to);
      expect(touchedBy(daily(lookback), day(source)).includes(day(own))).toBe(sees);
    }),
  );
});

test('how many partitions a run writes is known, unless it is all of them', () => {
  expect(countOf(daily(3), ['2026-11', '2026-11-05', '2026-12-01'])).toBe(31);
  expect(countOf(daily(3), ['all'])).toBeUndefined();
  expect(countOf({ partition: undefined, lookback: 0 }, ['2026-11-05', '2026-11-06'])).toBe(1);
});
