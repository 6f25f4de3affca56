import { expect, test } from 'vitest';
import { grainOf, partitionAt, partitionsBetween, startOf, tellRanges } from './partitions.ts';

test.each([
  ['2026-11-20T13', 'hour'],
  ['2026-11-20', 'day'],
  ['2026-11', 'month'],
  ['2026-02-31', undefined],
  ['2026-13', undefined],
  ['2026-11-20T24', undefined],
  ['all', undefined],
])('%s is: %s', (text, grain) => expect(grainOf(text)).toBe(grain));

test('a partition is told by its beginning, and a time by its partition', () => {
  const at = Date.UTC(2026, 10, 20, 13, 5);
  expect([partitionAt(at, 'hour'), partitionAt(at, 'day'), partitionAt(at, 'month')]).toEqual([
    '2026-11-20T13',
    '2026-11-20',
    '2026-11',
  ]);
  expect(startOf('2026-11-20T13', 'hour')).toBe(Date.UTC(2026, 10, 20, 13));
  expect(startOf('2026-11', 'month')).toBe(Date.UTC(2026, 10));
});

test('between two times there are the partitions of both, but for one that begins at the end', () => {
  const between = (from: number, until: number, grain: 'hour' | 'day' | 'month', most = 100) =>
    partitionsBetween(from, until, grain, most);
  expect(between(Date.UTC(2026, 10, 29, 5), Date.UTC(2026, 11, 2), 'day')).toEqual([
    '2026-11-29',
    '2026-11-30',
    '2026-12-01',
  ]);
  expect(between(Date.UTC(2026, 10, 20, 23), Date.UTC(2026, 10, 21, 1), 'hour')).toEqual([
    '2026-11-20T23',
    '2026-11-21T00',
  ]);
  expect(between(Date.UTC(2026, 10, 20), Date.UTC(2027, 0, 1), 'month')).toEqual(['2026-11', '2026-12']);
  expect(between(0, Date.UTC(2026, 0), 'hour', 5)).toHaveLength(6);
});

test('those that follow one another are told as one, over months and years', () => {
  expect(tellRanges(['2026-12-01', '2026-11-30', '2026-11-29', '2026-12-05'], 5)).toBe(
    '2026-11-29 to 2026-12-01 (3), 2026-12-05',
  );
  expect(tellRanges(['2026-12', '2027-01'], 5)).toBe('2026-12 to 2027-01 (2)');
  expect(tellRanges(['2026-11-20T23', '2026-11-21T00', 'all'], 5)).toBe('2026-11-20T23 to 2026-11-21T00 (2), all');
  expect(tellRanges(['2026-11-01', '2026-11-03', '2026-11-05'], 2)).toBe('2026-11-01, 2026-11-03, …');
});
