import { expect, test } from 'vitest';
import { momentText, rangesOf } from './partition-range.ts';

const texts = (partitions: readonly string[]) =>
  rangesOf(partitions).map(({ from, to }) => [momentText(from, 'timestamp'), momentText(to, 'timestamp')]);

test('partitions are ranges of time, those that touch joined', () => {
  expect(texts(['2026-11-20T23'])).toEqual([['2026-11-20 23:00:00', '2026-11-21 00:00:00']]);
  expect(texts(['2026-12'])).toEqual([['2026-12-01 00:00:00', '2027-01-01 00:00:00']]);
  expect(texts(['2026-11-21', '2026-11-19', '2026-11-20', '2026-11-20', '2026-11-25'])).toEqual([
    ['2026-11-19 00:00:00', '2026-11-22 00:00:00'],
    ['2026-11-25 00:00:00', '2026-11-26 00:00:00'],
  ]);
  expect(texts(['2026-11', '2026-11-05T01'])).toEqual([['2026-11-01 00:00:00', '2026-12-01 00:00:00']]);
});

test('a moment is written as its column has it', () => {
  expect(momentText(new Date(Date.UTC(2026, 10, 20)), 'date')).toBe('2026-11-20');
});

test('what is no partition is refused', () => {
  for (const text of ['all', '2026', "2026-11-20' OR 1=1", '2026-11-20T1'])
    expect(() => rangesOf([text])).toThrow('Not an hour, a day or a month');
});
