import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readJavaDate } from './java-date.ts';

test.each([
  ['Jan 1, 1970, 12:33:41 AM', 2021],
  ['Jan 1, 1970, 12:00:00 PM', 43_200],
  ['Nov 20, 2026, 1:02:03\u202fPM', Date.parse('2026-11-20T13:02:03Z') / 1000],
  // Java goes on where Date ends: microseconds that were sent as seconds.
  ['Jan 1, 40002000, 12:00:00 AM', 100_000 * 146_097 * 86_400 + Date.UTC(2000, 0, 1) / 1000],
])('%s is second %d', (text, seconds) => {
  expect(readJavaDate(text)).toBe(seconds);
});

test('any date of the calendar is as Date has it', () => {
  const format = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' });
  const dates = fc.date({ min: new Date('0004-01-01'), max: new Date('+275000-01-01'), noInvalidDate: true });
  fc.assert(fc.property(dates, (date) => readJavaDate(format.format(date)) === Math.floor(date.getTime() / 1000)));
});

test.each(['', 'Foo 1, 1970, 12:33:41 AM', '1970-01-01T00:00:00Z'])('%j is no such date', (text) => {
  expect(readJavaDate(text)).toBeNull();
});
