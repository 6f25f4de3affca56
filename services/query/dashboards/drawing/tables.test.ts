import { expect, test } from 'vitest';
import { chartOf } from '../core/tables-for-tests.ts';
import type { TextRow } from './cell.ts';
import { gridOf, pivotOf } from './grid.ts';
import { kpiOf } from './kpi.ts';
import { numberText, shortText } from './number-text.ts';

test('a table has a column per dimension and measure, written as their formats say', () => {
  const chart = chartOf(
    '{type: table, title: T, dataset: usage, dimensions: [day, {column: is_internal, label: Internal}], measures: [sum(requests), {value: avg(share), format: percent}]}',
  );
  expect(
    gridOf(chart, [
      ['2026-11-01', 'false', '1234567', '0.1234'],
      [null, null, null, null],
    ]),
  ).toEqual({
    head: ['Day', 'Internal', 'Requests', 'Average share'],
    numbers: [false, false, true, true],
    rows: [
      ['2026-11-01', 'no', '1,234,567', '12.3%'],
      ['(none)', '(none)', '–', '–'],
    ],
  });
});

test('a pivot has a row per name, and columns in their order, with nothing where there is none', () => {
  const text = (measures: string) =>
    chartOf(
      `{type: pivot, title: P, dataset: usage, rows: slug, columns: {column: day, grain: month}, measures: ${measures}}`,
    );
  const rows: readonly TextRow[] = [
    ['a', '2026-11-01', '3', '1'],
    ['a', '2026-10-01', '2', '1'],
    ['b', '2026-11-01', '1', '1'],
  ];
  expect(pivotOf(text('sum(requests)'), rows)).toEqual({
    head: ['Slug', '2026-10', '2026-11'],
    numbers: [false, true, true],
    rows: [
      ['a', '2', '3'],
      ['b', '–', '1'],
    ],
  });
  expect(pivotOf(text('[sum(requests), count(*)]'), rows).head).toEqual([
    'Slug',
    '2026-10 · Requests',
    '2026-10 · Rows',
    '2026-11 · Requests',
    '2026-11 · Rows',
  ]);
});

test('a number is compared with the one before it, where there is one', () => {
  const compared = chartOf('{type: kpi, title: K, dataset: usage, measure: sum(requests), compare: day}');
  expect(
    kpiOf(compared, [
      ['2026-11-02', '150'],
      ['2026-11-01', '100'],
    ]),
  ).toEqual({
    value: '150',
    of: '2026-11-02',
    before: { value: '100', of: '2026-11-01', change: '+50%' },
  });
  expect(
    kpiOf(compared, [
      ['2026-11-02', '150'],
      ['2026-11-01', '0'],
    ]).before,
  ).toEqual({ value: '0', of: '2026-11-01' });
  expect(
    kpiOf(compared, [
      ['2026-11-02', '0'],
      ['2026-11-01', '-4'],
    ]).before?.change,
  ).toBe('+100%');
  expect(kpiOf(compared, [['2026-11-02', '150']])).toEqual({ value: '150', of: '2026-11-02' });
  expect(kpiOf(chartOf('{type: kpi, title: K, dataset: usage, measure: count(*)}'), [['7']])).toEqual({ value: '7' });
});

test.each([
  [1_234.5678, 'integer', '1,235', '1.2K'],
  [0.5, 'decimal', '0.5', '0.5'],
  [0.98765, 'percent', '98.8%', '98.8%'],
  [1_500, 'milliseconds', '1,500 ms', '1.5K ms'],
  [1_500_000, 'bytes', '1.5 MB', '1.5 MB'],
  [0, 'bytes', '0 B', '0 B'],
] as const)('%d as %s is %s, and on an axis %s', (value, format, long, short) => {
  expect([numberText(value, format), shortText(value, format)]).toEqual([long, short]);
});
