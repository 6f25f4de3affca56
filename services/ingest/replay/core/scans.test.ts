import { hourFolder } from '@tributary/shared/partitions.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hourScans, isWithin, rangeMistake } from './scans.ts';

const folder = 'raw/logs/haproxy/';

test('one listing for each layout of the folders', () => {
  expect(hourScans(folder, { from: '2026-11-20T13', to: '2026-11-21T00' })).toEqual([
    { prefix: `${folder}2`, after: `${folder}2026/11/20/13`, until: `${folder}2026/11/21/00` },
    {
      prefix: `${folder}year=`,
      after: `${folder}year=2026/month=11/day=20/hour=13`,
      until: `${folder}year=2026/month=11/day=21/hour=00`,
    },
  ]);
});

const start = Date.UTC(2026, 11, 30);
const hour = fc.integer({ min: 0, max: 80 }).map((hours) => new Date(start + hours * 3_600_000));
const textOf = (at: Date) => at.toISOString().slice(0, 13);

test('a key is found in the range of its hour, in either layout, and in no other', () => {
  fc.assert(
    fc.property(hour, hour, hour, fc.boolean(), (at, from, to, isNamed) => {
      const range = { from: textOf(from), to: textOf(to) };
      const folders = isNamed ? hourFolder(at) : textOf(at).replaceAll(/[-T]/g, '/');
      const key = `${folder}${folders}/object`;
      const isFound = hourScans(folder, range).some(
        ({ prefix, after, until = '' }) => key.startsWith(prefix) && key > after && key < until,
      );
      expect(isFound).toBe(at >= from && at < to);
      expect(isWithin(key, range)).toBe(isFound);
    }),
  );
});

test('what names no hour is only in a range without ends', () => {
  expect(isWithin('failed/events/x', {})).toBe(true);
  expect(isWithin('failed/events/x', { from: '2026-11-20T13' })).toBe(false);
});

test('an empty range is a mistake', () => {
  const work = { what: 'raw-events', from: '2026-11-20T13', to: '2026-11-20T13' } as const;
  expect(rangeMistake(work)).toContain('the range is empty');
  expect(rangeMistake({ ...work, to: '2026-11-20T14' })).toBeUndefined();
  expect(rangeMistake({ what: 'failed', stream: 'logs', from: '2026-11-20T13' })).toBeUndefined();
});
