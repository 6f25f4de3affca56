import { describe, expect, test } from 'vitest';
import { type DayFlags, readDays } from './days.ts';
import type { Declared } from './declared.ts';

const now = Date.UTC(2026, 10, 20, 23, 59);
const target = (kind: Declared['kind']): Declared => ({ name: 't', service: 'query', kind });
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

test('all of a dataset is a day of its own', () => {
  expect(days({ day: ['all'] })).toEqual(['all']);
});

test('400 days are one call, and no more', () => {
  expect(days({ from: '2025-01-01', to: '2026-02-05' })).toHaveLength(400);
  expect(() => days({ from: '2025-01-01', to: '2026-02-06' })).toThrow('401 days');
  expect(() => days({ from: '0001-01-01' })).toThrow('400 at most');
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
    [{ day: ['all', '2026-11-20'] }, 'say no other beside it'],
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
