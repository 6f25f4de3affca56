import { describe, expect, test } from 'vitest';
import { type DayFlags, readDays } from './days.ts';
import type { Declared } from './declared.ts';

const now = Date.UTC(2026, 10, 20, 23, 59);
const target = (kind: Declared['kind'], grain: Declared['grain'] = 'day'): Declared => ({
  ...{ name: 't', service: 'query', kind },
  ...(kind === 'dataset' ? { grain } : {}),
});
const days = (flags: DayFlags, kind: Declared['kind'] = 'dataset') => readDays(flags, target(kind), now);

test('days are those that are named, each once and in order', () => {
  expect(days({ day: ['2026-11-20', '2026-02-28', '2026-11-20'] })).toEqual(['2026-02-28', '2026-11-20']);
  expect(days({})).toEqual([]);
});

test('a range ends before --to, and without it with today', () => {
  expect(days({ from: '2026-02-27', to: '2026-03-02' })).toEqual(['2026-02-27', '2026-02-28', '2026-03-01']);
  expect(days({ from: '2026-11-19' })).toEqual(['2026-11-19', '2026-11-20']);
  expect(days({ from: '2026-11-20' })).toEqual(['2026-11-20']);
});

test('what has not begun is no part of a range or a month', () => {
  expect(days({ from: '2026-11-19', to: '2026-12-01' })).toEqual(['2026-11-19', '2026-11-20']);
  expect(days({ month: ['2026-11'] }).at(-1)).toBe('2026-11-20');
});

test('all of a dataset is a day of its own', () => {
  expect(days({ day: ['all'] })).toEqual(['all']);
});

test('400 days are one call, and no more', () => {
  expect(days({ from: '2025-01-01', to: '2026-02-05' })).toHaveLength(400);
  expect(() => days({ from: '2025-01-01', to: '2026-02-06' })).toThrow('more than 400 days');
  expect(() => days({ from: '0001-01-01' })).toThrow('400 at most');
});

test('a month is its days, and a day its hours, of a dataset that has those', () => {
  expect(days({ month: ['2026-02'], day: ['2026-03-01'] })).toHaveLength(29);
  const ofHours = (flags: DayFlags) => readDays(flags, target('dataset', 'hour'), now);
  expect(ofHours({ hour: ['2026-11-20T13'] })).toEqual(['2026-11-20T13']);
  expect(ofHours({ day: ['2026-11-20'] })).toHaveLength(24);
  expect(ofHours({ from: '2026-11-19T22', to: '2026-11-20T01' })).toEqual([
    '2026-11-19T22',
    '2026-11-19T23',
    '2026-11-20T00',
  ]);
  expect(ofHours({ from: '2026-11-20T23' })).toEqual(['2026-11-20T23']);
  const ofMonths = (flags: DayFlags) => readDays(flags, target('dataset', 'month'), now);
  expect(ofMonths({ from: '2026-09' })).toEqual(['2026-09', '2026-10', '2026-11']);
  expect(() => ofMonths({ day: ['2026-11-20'] })).toThrow('t has months, no days: --month 2026-11');
});

test('hours of an enrichment are hours, and days of it stay days', () => {
  expect(days({ hour: ['2026-11-20T13'], day: ['2026-11-19'] }, 'enrichment')).toEqual(['2026-11-19', '2026-11-20T13']);
  expect(days({ from: '2026-11-20T22', to: '2026-11-21' }, 'enrichment')).toEqual(['2026-11-20T22', '2026-11-20T23']);
});

test('a dataset without partitions is computed as a whole', () => {
  const whole: Declared = { name: 't', service: 'query', kind: 'dataset' };
  expect(readDays({ day: ['all'] }, whole, now)).toEqual(['all']);
  expect(() => readDays({ day: ['2026-11-20'] }, whole, now)).toThrow('t has no partitions: --day all');
});

describe('refused', () => {
  test.each([
    [{ day: ['2026-02-31'] }, '--day takes a day (UTC), as in 2026-11-20, not 2026-02-31'],
    [{ day: ['2026-11-20T13'] }, '--day takes a day'],
    [{ day: ['yesterday'] }, '--day takes a day'],
    [{ from: '20.11.2026' }, '--from takes a day'],
    [{ from: '2026-11-20', to: '2026-13-01' }, '--to takes a day'],
    [{ to: '2026-11-20' }, 'Say from which day on'],
    [{ from: '2026-11-20', to: '2026-11-20' }, 'no longer part of it'],
    [{ from: '2026-11-21' }, 'no day from 2026-11-21 to today'],
    [{ from: '2026-11-21', to: '2026-11-25' }, 'no day from 2026-11-21 to today'],
    [{ day: ['2026-11-21'] }, '--day 2026-11-21 has not begun (UTC): it is 2026-11-20.'],
    [{ month: ['2026-12'] }, '--month 2026-12 has not begun (UTC): it is 2026-11.'],
    [{ day: ['all', '2026-11-20'] }, 'say no other beside it'],
    [{ hour: ['2026-11-20T13'] }, 't has days, no hours: --day 2026-11-20'],
    [{ hour: ['2026-11-20'] }, '--hour takes an hour (UTC), as in 2026-11-20T13'],
    [{ month: ['2026-11-20'] }, '--month takes a month (UTC), as in 2026-11'],
    [{ from: '2026-11-20T13' }, '--from takes a day'],
  ] as const)('%j: %s', (flags, message) => {
    expect(() => days(flags)).toThrow(message);
  });

  test('days of rows, which are all of them or none', () => {
    for (const flags of [{}, { day: ['all'] }]) expect(days(flags, 'rows')).toEqual(['all']);
    for (const flags of [{ day: ['2026-11-20'] }, { from: '2026-11-20' }, { to: '2026-11-20' }])
      expect(() => days(flags, 'rows')).toThrow('t has no days');
  });

  test('days of a view, and all of an enrichment', () => {
    expect(() => days({ day: ['2026-11-20'] }, 'view')).toThrow('t is a view');
    expect(() => days({ from: '2026-11-20' }, 'view')).toThrow('t is a view');
    expect(days({}, 'view')).toEqual([]);
    expect(() => days({ day: ['all'] }, 'enrichment')).toThrow('--day all is of datasets');
  });
});
