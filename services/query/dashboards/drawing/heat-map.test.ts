import { describe, expect, test } from 'vitest';
import { chartOf } from '../core/tables-for-tests.ts';
import type { TextRow } from './cell.ts';
import { isDrawn, optionOf } from './option.ts';

const option = (text: string, rows: readonly TextRow[]) => {
  const chart = chartOf(text);
  if (!isDrawn(chart)) throw new Error(`${chart.type} is not drawn`);
  return optionOf(chart, rows);
};

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
