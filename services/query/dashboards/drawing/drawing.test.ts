import { describe, expect, test } from 'vitest';
import type { Chart } from '../core/model.ts';
import { chartOf, compiledWith } from '../core/tables-for-tests.ts';
import type { TextRow } from './cell.ts';
import { drawingsOf } from './drawings.ts';
import { gridOf, pivotOf } from './grid.ts';
import { kpiOf } from './kpi.ts';
import { numberText, shortText } from './number-text.ts';
import { isDrawn, optionOf } from './option.ts';
import { type ReportRows, reportHtml } from './report.ts';
import { svgOf } from './svg.ts';

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

describe('a heat map', () => {
  const text = '{type: heat_map, title: H, dataset: usage, rows: slug, columns: day, measure: count(*)}';
  type Cell = {
    readonly value: number;
    readonly number: number | null;
    readonly itemStyle: { readonly color: string };
  };
  type Heat = {
    readonly xAxis: { readonly data: readonly string[]; readonly name: string };
    readonly yAxis: readonly { readonly data?: readonly string[]; readonly max?: number }[];
    readonly series: readonly { readonly name: string; readonly data: readonly Cell[] }[];
    readonly tooltip: { readonly formatter: (of: object) => string };
  };
  const heat = (rows: readonly TextRow[]) => option(text, rows) as unknown as Heat;
  const rows: readonly TextRow[] = [
    ['<b>', '2026-11-02', '4'],
    ['b', '2026-11-01', null],
    ['b', '2026-11-02', '-4'],
  ];

  test('has a cell for each row and column, coloured by how much it is, and none where there is no number', () => {
    const { xAxis, yAxis, series } = heat(rows);
    expect([yAxis[0]?.data, yAxis[1]?.max, xAxis.data]).toEqual([['<b>', 'b'], 2, ['2026-11-01', '2026-11-02']]);
    expect(
      series.map(({ name, data }) => [name, data.map(({ value, itemStyle }) => [value, itemStyle.color])]),
    ).toEqual([
      [
        '<b>',
        [
          [1, 'transparent'],
          [1, '#0072B2'],
        ],
      ],
      [
        'b',
        [
          [1, 'transparent'],
          [1, '#DCEAF5'],
        ],
      ],
    ]);
    const middle = heat([...rows, [null, '2026-11-01', '0']]).series[2];
    expect([middle?.name, middle?.data[0]?.itemStyle.color]).toEqual(['(none)', '#6EAED4']);
  });

  test('says below what its colours mean, and beside the pointer what a cell is, as text', () => {
    const { xAxis, series, tooltip } = heat(rows);
    expect(xAxis.name).toBe('Rows  -4 {s0|}{s1|}{s2|}{s3|}{s4|} 4');
    const tip = (at: number) => tooltip.formatter({ seriesName: '<b>', name: '2026-11-02', data: series[0]?.data[at] });
    expect([tip(1), tip(0)]).toEqual(['&#60;b&#62;<br>2026-11-02<br>Rows: 4', '']);
  });
});

test('what stands beside a point is text, whatever its name is', () => {
  const scatter = option('{type: scatter, title: S, dataset: usage, dimension: slug, x: count(*), y: max(share)}', [
    ['<img src=x>', '1', '0.5'],
  ]) as unknown as { tooltip: { formatter: (of: { data: unknown }) => string }; series: { data: unknown[] }[] };
  expect(scatter.tooltip.formatter({ data: scatter.series[0]?.data[0] })).toBe(
    'Slug: &#60;img src=x&#62;<br>Rows: 1<br>Greatest share: 0.5',
  );
});

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

describe('a report', () => {
  const { dashboard } = compiledWith(
    '{type: line, title: "A < B", description: "<d>", dataset: usage, dimension: day, measures: sum(requests)}',
  );
  const rows: ReportRows = new Map([
    ['s--all', { failure: 'TABLE_NOT_FOUND: <usage>' }],
    [
      's--a-b',
      {
        rows: [
          ['2026-11-01', '5'],
          ['2026-11-02', '7'],
        ],
      },
    ],
  ]);
  const madeAt = new Date('2026-11-30T10:11:12Z');
  const report = async () => {
    const drawings = await drawingsOf(dashboard, rows, svgOf);
    return reportHtml({ dashboard, rows, drawings, madeAt, choices: ["Which: it's"] });
  };

  test('is one page that asks for nothing, says what was chosen, and draws what there is', async () => {
    const html = await report();
    expect(html).toContain("default-src 'none'");
    expect(html).not.toMatch(/(?:src|href)="(?!#)/);
    expect(html).toContain('<p class="about">Which: it&#39;s · Made 2026-11-30 10:11 UTC</p>');
    expect(html).toMatch(/<div role="img" aria-label="A &#60; B"><svg [^>]*viewBox="0 0 576 320"/);
  });

  test('says what Athena said where there are no rows to draw, as text', async () => {
    const html = await report();
    expect(html).toContain('<p class="failure">TABLE_NOT_FOUND: &#60;usage&#62;</p>');
    expect(html).toContain('<small>&#60;d&#62;</small>');
    const empty = reportHtml({
      dashboard,
      rows: new Map([['s--a-b', { rows: [] }]]),
      ...{ drawings: new Map(), madeAt: new Date(0) },
      choices: [],
    });
    expect(empty).toContain('<p class="empty">No rows.</p>');
    expect(empty).toContain('It was not asked for.');
    const undrawn = reportHtml({ dashboard, rows, drawings: new Map(), madeAt: new Date(0), choices: [] });
    expect(undrawn).toContain('It was not drawn.');
  });

  test('is the same whatever its process has drawn before, with names of its own for what a picture refers to', async () => {
    const html = await report();
    expect(await report()).toBe(html);
    expect(html).toContain('<clipPath id="s--a-b-');
    expect(html).not.toMatch(/(?:"|#|\.)zr\d/);
    const ids = [...html.matchAll(/clip-path="url\(#([\w-]+)\)"/g)].map(([, id]) => id);
    expect(ids.length).toBeGreaterThan(0);
    for (const id of ids) expect(html).toContain(`<clipPath id="${id}"`);
  });
});

test.each([
  [
    '{type: line, title: C, dataset: usage, dimension: day, series: slug, measures: sum(requests)}',
    [
      ['2026-11-01', 'name-1', '5'],
      ['2026-11-02', 'name-1', '6'],
    ],
  ],
  [
    '{type: bar, title: C, dataset: usage, dimension: slug, measures: sum(requests), horizontal: true}',
    [['name-1', '5']],
  ],
  ['{type: donut, title: C, dataset: usage, dimension: slug, measure: sum(requests)}', [['name-1', '5']]],
  [
    '{type: heat_map, title: C, dataset: usage, rows: slug, columns: day, measure: sum(requests)}',
    [['name-1', '2026-11-01', '5']],
  ],
  [
    '{type: scatter, title: C, dataset: usage, dimension: slug, x: sum(requests), y: max(share)}',
    [['name-1', '5', '1']],
  ],
] as const)('is drawn without a browser: %s', (text, rows) => {
  const chart = drawn(chartOf(text));
  const svg = svgOf(chart, rows);
  expect(svg).toMatch(/^<svg /);
  // Something of the data's own colour, or of the scale.
  expect(svg).toMatch(/#0072B2|rgb\(0,114,178\)|#DCEAF5/i);
  if (chart.type !== 'scatter') expect(svg).toContain('name-1');
});
