import { describe, expect, test } from 'vitest';
import { datasetOf } from '../testing/dataset.ts';
import { betweenPartitions, inPartitions, partitionTransform } from './in-partitions.ts';
import { sourceBounds } from './source-bounds.ts';

const hourly = datasetOf({ partition: { column: 'day', grain: 'hour' }, columns: { day: 'timestamp' } });
const monthly = datasetOf({ partition: { column: 'day', grain: 'month' } });

describe('what {{days}} stands for', () => {
  test.each([
    [
      'a day',
      datasetOf(),
      ['2026-11-20'],
      `("at" >= TIMESTAMP '2026-11-20 00:00:00' AND "at" < TIMESTAMP '2026-11-21 00:00:00')`,
    ],
    [
      'an hour',
      hourly,
      ['2026-11-20T13'],
      `("at" >= TIMESTAMP '2026-11-20 13:00:00' AND "at" < TIMESTAMP '2026-11-20 14:00:00')`,
    ],
    [
      'a month',
      monthly,
      ['2026-11'],
      `("at" >= TIMESTAMP '2026-11-01 00:00:00' AND "at" < TIMESTAMP '2026-12-01 00:00:00')`,
    ],
    [
      'a day that looks back',
      datasetOf({ lookback: 2 }),
      ['2026-11-20'],
      `("at" >= TIMESTAMP '2026-11-18 00:00:00' AND "at" < TIMESTAMP '2026-11-21 00:00:00')`,
    ],
    ['all', datasetOf(), ['all'], 'true'],
    [
      'a day by its folders',
      datasetOf({ time: undefined }),
      ['2026-11-20'],
      `(("year" = '2026' AND "month" = '11' AND "day" = '20'))`,
    ],
    [
      'an hour by its folders',
      { ...hourly, time: undefined, lookback: 1 },
      ['2026-11-21T00'],
      `(("year" = '2026' AND "month" = '11' AND "day" = '20' AND "hour" = '23') OR ("year" = '2026' AND "month" = '11' AND "day" = '21' AND "hour" = '00'))`,
    ],
    ['a month by its folders', { ...monthly, time: undefined }, ['2026-11'], `(("year" = '2026' AND "month" = '11'))`],
  ] as const)('of %s', (_, dataset, partitions, sql) => {
    expect(sourceBounds(dataset, partitions)).toBe(sql);
  });

  test('is one line, however many', () => {
    const days = Array.from({ length: 20 }, (_, at) => `2026-11-${String(1 + at).padStart(2, '0')}`);
    expect(sourceBounds(datasetOf({ time: undefined }), days)).not.toContain('\n');
  });
});

describe('the rows of some partitions', () => {
  test.each([
    ['days', datasetOf(), ['2026-11-20', '2026-11-22'], `d IN (DATE '2026-11-20', DATE '2026-11-22')`],
    [
      'a month of days',
      datasetOf(),
      ['2026-11'],
      `d IN (${Array.from({ length: 30 }, (_, at) => `DATE '2026-11-${String(at + 1).padStart(2, '0')}'`).join(', ')})`,
    ],
    ['months', monthly, ['2026-10', '2026-11'], `(d >= DATE '2026-10-01' AND d < DATE '2026-12-01')`],
    [
      'months apart',
      monthly,
      ['2026-09', '2026-11'],
      `(d >= DATE '2026-09-01' AND d < DATE '2026-12-01' AND ((d >= DATE '2026-09-01' AND d < DATE '2026-10-01') OR (d >= DATE '2026-11-01' AND d < DATE '2026-12-01')))`,
    ],
    [
      'hours',
      hourly,
      ['2026-11-20T13', '2026-11-20T14'],
      `(d >= TIMESTAMP '2026-11-20 13:00:00' AND d < TIMESTAMP '2026-11-20 15:00:00')`,
    ],
    ['all', datasetOf(), ['all'], 'd IS NOT NULL'],
    ['a table without', datasetOf({ partition: undefined }), ['2026-11-20'], 'true'],
  ] as const)('of %s', (_, dataset, partitions, sql) => {
    expect(inPartitions(dataset, 'd', partitions)).toBe(sql);
  });

  test('from one to another', () => {
    expect(betweenPartitions(datasetOf(), 'd', ['2026-11-20', '2026-11-22'])).toBe(
      `(d >= DATE '2026-11-20' AND d < DATE '2026-11-23')`,
    );
    expect(betweenPartitions(hourly, 'd', ['2026-11-20T00', '2026-11-20T00'])).toBe(
      `(d >= TIMESTAMP '2026-11-20 00:00:00' AND d < TIMESTAMP '2026-11-20 01:00:00')`,
    );
  });

  test('lie in partitions of the table', () => {
    expect([datasetOf(), monthly, hourly, datasetOf({ partition: undefined })].map(partitionTransform)).toEqual([
      'day',
      'month(day)',
      'hour(day)',
      undefined,
    ]);
  });
});
