import { describe, expect, test } from 'vitest';
import type { Chart } from '../core/model.ts';
import { chartOf } from '../core/tables-for-tests.ts';
import type { TextRow } from './cell.ts';
import { isDrawn, optionOf } from './option.ts';

type Option = {
  readonly xAxis: { readonly type: string; readonly data?: readonly string[] };
  readonly yAxis: { readonly type: string; readonly data?: readonly string[]; readonly inverse?: boolean };
  readonly legend: { readonly show?: boolean };
  readonly series: readonly {
    readonly type: string;
    readonly name: string;
    readonly stack?: string;
    readonly data: readonly unknown[];
  }[];
};

const drawn = (chart: Chart) => {
  if (!isDrawn(chart)) throw new Error(`${chart.type} is not drawn`);
  return chart;
};
const option = (text: string, rows: readonly TextRow[]) => optionOf(drawn(chartOf(text)), rows) as unknown as Option;

describe('a line', () => {
  test('goes along time, one per name, and what has no name is (none)', () => {
    const { xAxis, legend, series } = option(
      '{type: line, title: L, dataset: usage, dimension: day, series: slug, measures: sum(requests)}',
      [
        ['2026-11-01', 'a', '5'],
        ['2026-11-01', null, '2'],
        ['2026-11-02', 'a', null],
      ],
    );
    expect([xAxis.type, legend.show]).toEqual(['time', true]);
    expect(series.map(({ name, data }) => [name, data])).toEqual([
      [
        'a',
        [
          ['2026-11-01T00:00Z', 5],
          ['2026-11-02T00:00Z', null],
        ],
      ],
      ['(none)', [['2026-11-01T00:00Z', 2]]],
    ]);
  });

  test.each([
    ['{column: day, grain: month}', '2026-11-01', '2026-11-01T00:00Z'],
    ['{column: day, grain: year}', '2026-01-01', '2026-01-01T00:00Z'],
    ['{column: at, grain: hour}', '2026-11-01 13:00:00.000000', '2026-11-01T13:00Z'],
    ['at', '2026-11-01 13:00:05.123456', '2026-11-01T13:00:05Z'],
  ])('of %s stands at the beginning of it', (dimension, text, at) => {
    const { series, legend } = option(
      `{type: line, title: L, dataset: usage, dimension: ${dimension}, measures: count(*)}`,
      [[text, '1']],
    );
    expect(series[0]?.data).toEqual([[at, 1]]);
    expect(legend.show).toBe(false);
  });

  test('of each of several measures', () => {
    const { series } = option(
      '{type: line, title: L, dataset: usage, dimension: day, measures: [sum(requests), {value: max(share), label: Share}]}',
      [['2026-11-01', '5', '0.5']],
    );
    expect(series.map(({ name, data }) => [name, data])).toEqual([
      ['Requests', [['2026-11-01T00:00Z', 5]]],
      ['Share', [['2026-11-01T00:00Z', 0.5]]],
    ]);
  });
});

test('bars over names stand in the order of the rows, each series with a place for each name', () => {
  const rows: readonly TextRow[] = [
    ['b', 'true', '3'],
    ['a', 'false', '2'],
    ['b', 'false', '1'],
  ];
  const text = (more: string) =>
    `{type: bar, title: B, dataset: usage, dimension: slug, series: is_internal, measures: sum(requests)${more}}`;
  const upright = option(text(''), rows);
  expect(upright.xAxis).toMatchObject({ type: 'category', data: ['b', 'a'] });
  expect(upright.series.map(({ name, data, stack }) => [name, data, stack])).toEqual([
    [
      'yes',
      [
        ['b', 3],
        ['a', null],
      ],
      undefined,
    ],
    [
      'no',
      [
        ['b', 1],
        ['a', 2],
      ],
      undefined,
    ],
  ]);
  const lying = option(text(', stacked: true, horizontal: true'), rows);
  expect(lying.yAxis).toMatchObject({ type: 'category', data: ['b', 'a'], inverse: true });
  expect(lying.series[0]).toMatchObject({
    stack: 'all',
    data: [
      [3, 'b'],
      [null, 'a'],
    ],
  });
});

test('a donut has parts, a scatter points as large as their size', () => {
  const donut = option('{type: donut, title: D, dataset: usage, dimension: is_internal, measure: count(*)}', [
    ['true', '3'],
    [null, '1'],
  ]);
  expect(donut.series[0]?.data).toEqual([
    { name: 'yes', value: 3 },
    { name: '(none)', value: 1 },
  ]);
  const scatter = option(
    '{type: scatter, title: S, dataset: usage, dimension: slug, x: sum(requests), y: max(share), size: sum(seats)}',
    [
      ['a', '1', '0.5', '100'],
      ['b', '2', null, '25'],
      [null, '3', '0.1', '-1'],
    ],
  );
  expect(scatter.series[0]?.data).toEqual([
    { name: 'a', value: [1, 0.5, 100], symbolSize: 40 },
    { name: 'b', value: [2, null, 25], symbolSize: 24 },
    { name: '(none)', value: [3, 0.1, -1], symbolSize: 8 },
  ]);
});

test('what stands beside a point is text, whatever its name is', () => {
  const scatter = option('{type: scatter, title: S, dataset: usage, dimension: slug, x: count(*), y: max(share)}', [
    ['<img src=x>', '1', '0.5'],
  ]) as unknown as { tooltip: { formatter: (of: { data: unknown }) => string }; series: { data: unknown[] }[] };
  expect(scatter.tooltip.formatter({ data: scatter.series[0]?.data[0] })).toBe(
    'Slug: &#60;img src=x&#62;<br>Rows: 1<br>Greatest share: 0.5',
  );
});
