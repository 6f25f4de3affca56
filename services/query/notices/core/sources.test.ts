import { describe, expect, test } from 'vitest';
import { silenceNotice } from './silence-notice.ts';
import { hourOf, silentSources } from './sources.ts';

const now = Date.parse('2026-11-20T13:30:00Z');
const thisHour = hourOf(now);
/** Hours from so many ago to so many ago, both included. */
const hours = (from: number, to: number, step = 1) =>
  Array.from({ length: Math.floor((from - to) / step) + 1 }, (_, index) => thisHour - from + index * step);
const silent = (...all: readonly number[]) => silentSources([{ name: 'lake.x', hours: all }], now);

describe('a source with rows in every hour of three days', () => {
  test('is silent once a whole hour has none', () => {
    expect(silent(...hours(73, 2))).toEqual([{ name: 'lake.x', lastHour: thisHour - 2, rhythm: 'hour' }]);
    expect(silent(...hours(72, 1))).toEqual([]);
    expect(silent(...hours(71, 0))).toEqual([]);
  });

  test('is one no more, some days later', () => {
    expect(silent(...hours(72 + 60, 61))).toMatchObject([{ rhythm: 'hour' }]);
    expect(silent(...hours(72 + 100, 101))).toMatchObject([{ rhythm: 'day' }]);
    expect(silent(...hours(72 + 130, 131))).toEqual([]);
  });

  test('is not silent with an hour less, or where one hour had none: nobody knows its rhythm', () => {
    expect(silent(...hours(72, 2))).toEqual([]);
    const gap = hours(80, 2).filter((hour) => hour !== thisHour - 30);
    expect(silent(...gap)).toEqual([]);
  });
});

describe('a source with rows every day', () => {
  test('is silent once a whole day has none', () => {
    // 13:30 today; 37 hours ago is half past midnight of yesterday
    expect(silent(...hours(37 + 48, 37, 24))).toEqual([]);
    expect(silent(...hours(38 + 48, 38, 24))).toEqual([{ name: 'lake.x', lastHour: thisHour - 38, rhythm: 'day' }]);
    expect(silent(...hours(38 + 24, 38, 24))).toEqual([]);
  });
});

test('a source of which nothing is known is not silent', () => {
  expect(silent()).toEqual([]);
});

test('its notice says since when, and where to look', () => {
  expect(silenceNotice({ name: 'lake.haproxy_requests', lastHour: hourOf(now) - 2, rhythm: 'hour' })).toMatchObject({
    page: 'silence',
    title: 'lake.haproxy_requests: no rows',
    since: '2026-11-20T12:00:00.000Z',
    wrong: expect.stringContaining('over an hour'),
    means: expect.stringMatching(/^haproxy_requests and/),
  });
});
