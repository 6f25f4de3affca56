import { expect, test } from 'vitest';
import { asideGroups, someOf } from './aside.ts';
import { askedOf } from './asked.ts';

const unit = (id: string, reason: string, since: string, retryAt: string | null = null) => ({
  ...{ id, lane: 'write', reason, since, retryAt },
});

test('what was set aside is told once for each reason and time of another try, since the first of it', () => {
  const groups = asideGroups([
    unit('a', ' wrong\n', '2026-11-20T13:00:02.000Z'),
    unit('b', 'slow', '2026-11-20T13:00:03.000Z', '2026-11-20T14:00:00.000Z'),
    unit('c', ' wrong\n', '2026-11-20T13:00:01.000Z'),
  ]);
  expect(groups).toEqual([
    { reason: 'wrong', units: ['a', 'c'], since: '2026-11-20T13:00:01.000Z', retryAt: null },
    { reason: 'slow', units: ['b'], since: '2026-11-20T13:00:03.000Z', retryAt: '2026-11-20T14:00:00.000Z' },
  ]);
});

test('of many the first are named, and how many there are besides', () => {
  expect(someOf(['a', 'b'], 2)).toBe('a, b');
  expect(
    someOf(
      Array.from({ length: 1_205 }, (_, at) => `u${at}`),
      2,
    ),
  ).toBe('u0, u1 and 1,203 more');
});

test('one partition is asked for by what it is, several by where they begin and end', () => {
  expect(askedOf('2026-11-20', '')).toEqual({ day: '2026-11-20' });
  expect(askedOf('2026-11-20T13', '')).toEqual({ hour: '2026-11-20T13' });
  expect(askedOf('2026-11', '')).toEqual({ month: '2026-11' });
  expect(askedOf('2026-11-20', '2026-11-22')).toEqual({ from: '2026-11-20', to: '2026-11-22' });
});
