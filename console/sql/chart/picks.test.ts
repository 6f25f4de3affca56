import { isDrawn, optionOf } from '@tributary/query/dashboards/drawing/option.ts';
import { describe, expect, test } from 'vitest';
import type { ResultColumn } from '../../aws/athena-result.ts';
import { chartOf, type Picks, readPicks, usualPicks, writePicks } from './picks.ts';

const column = (name: string, type: string): ResultColumn => ({ name, type, precision: 0, scale: 0 });
const columns = [
  column('day', 'date'),
  column('country', 'varchar'),
  column('orders', 'bigint'),
  column('amount', 'decimal'),
];

describe('what one would draw', () => {
  const usual = (...types: string[]) => {
    const picks = usualPicks(types.map((type, at) => column(`c${at}`, type)));
    return picks && writePicks(picks);
  };
  test.each([
    [['date', 'bigint', 'double'], 'line 0 - 1,2'],
    [['bigint', 'timestamp'], 'line 1 - 0'],
    [['date', 'varchar', 'bigint', 'double'], 'line 0 1 2'],
    [['varchar', 'bigint'], 'bar 0 - 1'],
    [['integer', 'double', 'real'], 'scatter 0 - 1'],
    [['boolean', 'bigint', 'bigint', 'bigint', 'bigint'], 'bar 0 - 1,2,3'],
  ])('of %j is %s', (types, picks) => expect(usual(...types)).toBe(picks));

  test.each([[['varchar', 'date']], [['bigint']], [[]]])('of %j is nothing', (types) =>
    expect(usual(...types)).toBeUndefined(),
  );
});

test.each<Picks>([
  { type: 'line', x: 0, series: undefined, y: [2, 3] },
  { type: 'heat_map', x: 0, series: 1, y: [2] },
])('%j is written and read', (picks) => expect(readPicks(writePicks(picks), columns)).toEqual(picks));

test.each(['', 'pie 0 - 1', 'line 0 - ', 'line 9 - 2', 'line 0 9 2', 'line 0 - 9', 'line x - 2', 'toString 0 - 1'])(
  '%j is no choice of these columns',
  (text) => expect(readPicks(text, columns)).toBeUndefined(),
);

const rows = [
  ['2020-01-01', 'NO', '5', '1.5'],
  ['2020-01-02', 'NO', '7', null],
  ['2020-01-01', 'SE', '2', '3'],
];

/** What ECharts is given: of each series its name and points. */
function drawn(picks: Picks) {
  const made = chartOf(columns, picks);
  if (made === undefined || !isDrawn(made.chart)) throw new Error('nothing is drawn');
  const own = rows.map((row) => made.places.map((at) => row[at] ?? null));
  const { series } = optionOf(made.chart, own);
  return { title: made.chart.title, series: Array.isArray(series) ? series : [] };
}

test('lines stand over time, one for each of a series, of the rows as they are', () => {
  const { title, series } = drawn({ type: 'line', x: 0, series: 1, y: [2] });
  expect(title).toBe('orders by day for each country');
  expect(series.map(({ name, data }) => [name, data])).toEqual([
    [
      'NO',
      [
        ['2020-01-01T00:00Z', 5],
        ['2020-01-02T00:00Z', 7],
      ],
    ],
    ['SE', [['2020-01-01T00:00Z', 2]]],
  ]);
});

test('without a series there is one for each column', () => {
  const { title, series } = drawn({ type: 'bar', x: 1, series: undefined, y: [2, 3] });
  expect([title, series.map(({ name }) => name)]).toEqual(['orders, amount by country', ['orders', 'amount']]);
});

test('points lie by two numbers, and are what a third column says', () => {
  const { title, series } = drawn({ type: 'scatter', x: 2, series: 1, y: [3] });
  expect(title).toBe('amount by orders for each country');
  expect(series[0].data[0]).toMatchObject({ name: 'NO', value: [5, 1.5] });
});

test('a heat map has a row for each of a series', () => {
  const { series } = drawn({ type: 'heat_map', x: 0, series: 1, y: [2] });
  expect(series.map(({ name }) => name)).toEqual(['NO', 'SE']);
  expect(series[1].data).toContainEqual(expect.objectContaining({ name: '2020-01-01', number: 2 }));
});

test('a ring is of one number', () => {
  const { series } = drawn({ type: 'donut', x: 1, series: undefined, y: [2, 3] });
  expect(series.map(({ name }) => name)).toEqual(['orders']);
});

test('columns that are not there draw nothing', () => {
  expect(chartOf(columns, { type: 'line', x: 9, series: undefined, y: [2] })).toBeUndefined();
});
