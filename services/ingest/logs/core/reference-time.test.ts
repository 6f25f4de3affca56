import { expect, test } from 'vitest';
import { referenceTime } from './reference-time.ts';

const written = Date.UTC(2027, 4, 5, 6, 7);

test.each([
  ['raw/logs/haproxy/year=2026/month=11/day=20/hour=13/a', '2026-11-20T14:00:00Z'],
  ['raw/logs/haproxy/2026/12/31/23/a', '2027-01-01T00:00:00Z'],
  ['raw/logs/haproxy/year=2026/month=12/day=31/a', '2027-01-01T00:00:00Z'],
  ['raw/logs/haproxy/year=2026/month=2/a', '2026-03-01T00:00:00Z'],
  ['raw/logs/haproxy/year=2026/a', '2027-01-01T00:00:00Z'],
  // Written before its folder's time is over, or in no folder of a time.
  ['raw/logs/haproxy/year=2027/a', '2027-05-05T06:07:00Z'],
  ['raw/logs/haproxy/host=lb1/a', '2027-05-05T06:07:00Z'],
  ['raw/logs/haproxy/year=none/month=11/a', '2027-05-05T06:07:00Z'],
])('lines of %s are of %s at the latest', (key, latest) => {
  expect(new Date(referenceTime(key, written))).toEqual(new Date(latest));
});
