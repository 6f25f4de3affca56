import { describe, expect, test } from 'vitest';
import { parseSchedule } from './schedule.ts';

const at = (text: string) => Date.parse(`${text}:00Z`);
const next = (expression: string, after: string) => {
  const found = parseSchedule(expression).next(at(after), at('2026-01-01T00:00'));
  return found === undefined ? undefined : new Date(found).toISOString().slice(0, 16);
};

describe('schedules', () => {
  test.each([
    ['rate(1 minute)', '2026-01-01T00:00', '2026-01-01T00:01'],
    ['rate(5 minutes)', '2026-01-01T00:07', '2026-01-01T00:10'],
    ['rate(1 day)', '2026-03-01T13:00', '2026-03-02T00:00'],
    ['cron(0 10 * * ? *)', '2026-03-01T10:00', '2026-03-02T10:00'],
    ['cron(15/20 8-9 ? * MON-FRI *)', '2026-11-20T08:15', '2026-11-20T08:35'],
    ['cron(0 18 ? * MON-FRI *)', '2026-11-20T18:00', '2026-11-23T18:00'],
    ['cron(0 0 L * ? *)', '2026-02-01T00:00', '2026-02-28T00:00'],
    ['cron(0 0 15W 8 ? *)', '2026-01-01T00:00', '2026-08-14T00:00'],
    ['cron(0 0 ? * 3#2 *)', '2026-11-01T00:00', '2026-11-10T00:00'],
    ['cron(0 0 ? * 6L *)', '2026-11-01T00:00', '2026-11-27T00:00'],
    ['cron(0 0 29 2 ? *)', '2026-01-01T00:00', '2028-02-29T00:00'],
    ['cron(0 0 30 2 ? *)', '2026-01-01T00:00', undefined],
    ['cron(0 0 1 1 ? 2025)', '2026-01-01T00:00', undefined],
  ])('%s after %s', (expression, after, expected) => expect(next(expression, after)).toBe(expected));

  test.each([
    'rate(1 minutes)',
    'rate(2 minute)',
    'rate(0 minutes)',
    'cron(0 10 * * * *)',
    'cron(60 10 * * ? *)',
    'every day',
  ])('refuses %s', (expression) => expect(() => parseSchedule(expression)).toThrow(/ScheduleExpression/));
});
