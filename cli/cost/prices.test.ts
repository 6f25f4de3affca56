import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ofRecords } from './growth.ts';
import { priceOf, prices, pricesOf } from './prices.ts';
import { spanOfDay } from './span-of-day.ts';

const terabyte = 1024 ** 4;
const lineBytes = 269;
const lines = terabyte / lineBytes;
const page = readFileSync(new URL('../../docs/without-cloudwatch.md', import.meta.url), 'utf8');

/** Lines as CloudWatch Logs hands them on, gzip, are an eighth of their bytes, in records that 5 KB more or less do not matter to. */
const gzip = 8;
/** 1,024 GB × $0.57 × (269 + 26) / 269 = $640.10; 128 GB × $0.031 = $3.97. */
const logs = priceOf('logBytes', terabyte + 26 * lines) + priceOf('firehoseBytes', terabyte / gzip);

test.each([
  ['CloudWatch Logs, subscription filter, Firehose', logs, 644],
  // 1,024 GB × $0.031 × 5,120 / 269 = $604.20
  [
    'agent to Firehose, a line per record',
    priceOf('firehoseBytes', ofRecords({ bytes: terabyte, records: lines }, 5_120).at(1)),
    604,
  ],
  // 1,024 GB × $0.031 = $31.74
  ['agent to Firehose, lines put together to records of 50 KB and more', priceOf('firehoseBytes', terabyte), 32],
  // 32,768 × $0.005 / 1,000 = $0.16384
  ['agent to S3, objects of 32 MB', priceOf('puts', terabyte / (32 * 1024 ** 2)), 0.16],
])('the page says what a TB costs: %s', (way, cost, told) => {
  expect(Number(cost.toFixed(told < 1 ? 2 : 0))).toBe(told);
  expect(page).toContain(`| ${way} | ${told} |`);
});

test('each price has its page at AWS, and the table its region and day', () => {
  expect(pricesOf).toMatchObject({ region: 'eu-west-1', date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  for (const { page: source, usd, per } of Object.values(prices)) {
    expect(source).toMatch(/^https:\/\/aws\.amazon\.com\/[a-z0-9/-]+\/pricing\/$/);
    expect(usd / per).toBeGreaterThan(0);
  }
});

const now = Date.UTC(2026, 10, 20, 6);

test.each([
  [undefined, false, '2026-11-19', 24],
  [undefined, true, '2026-11-20', 6],
  ['2026-11-18', true, '2026-11-18', 24],
  ['2026-11-20', false, '2026-11-20', 6],
])('day %s (local: %s) is %s, %d hours of it', (asked, isLocal, day, hours) => {
  expect(spanOfDay(asked, now, isLocal)).toMatchObject({ day, hours, from: new Date(`${day}T00:00:00Z`) });
});

test('a day to come is refused', () => {
  expect(() => spanOfDay('2026-11-21', now, false)).toThrow('--day 2026-11-21 is to come');
});
