import type { Chart, ValueField } from '../core/model.ts';
import { nameOf, type Point } from './cell.ts';
import { type ChartColours, mixed } from './colours.ts';
import { escapeHtml } from './html.ts';
import { numberText, shortText } from './number-text.ts';

/** Bars of height 1 that stand on each other without a gap: ECharts' own heat map needs a part that weighs more than all of them. */
export function heatMapOption({ values: [value] }: Chart, points: readonly Point[], { scale }: ChartColours) {
  if (value === undefined) return {};
  const namesOf = (at: number) => [...new Set(points.map(({ groups }) => nameOf(groups[at])))];
  const [rows, columns] = [namesOf(0), namesOf(1).toSorted()];
  const numbers = points.flatMap(({ values }) => values[0] ?? []);
  // One number has a colour, too.
  const [least, most] = [Math.min(0, ...numbers), Math.max(1, ...numbers)];
  const found = new Map(points.map(({ groups, values }) => [keyOf(groups), values[0] ?? null]));
  const cell = (row: string, column: string) => {
    const number = found.get(keyOf([row, column])) ?? null;
    const color = number === null ? 'transparent' : mixed(scale, (number - least) / (most - least));
    return { name: column, value: 1, number, itemStyle: { color } };
  };
  return {
    legend: { show: false },
    tooltip: { trigger: 'item', confine: true, formatter: (of: Told) => tipOf(value, of) },
    grid: { left: 12, right: 20, top: 12, bottom: 40, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', data: columns, ...legendOf(value, [least, most], scale) },
    yAxis: [
      { type: 'category', data: rows, inverse: true, axisLabel: { width: 120, overflow: 'truncate' } },
      { type: 'value', inverse: true, show: false, min: 0, max: Math.max(1, rows.length) },
    ],
    series: rows.map((row) => ({
      name: row,
      type: 'bar',
      stack: 'rows',
      yAxisIndex: 1,
      barCategoryGap: 0,
      data: columns.map((column) => cell(row, column)),
    })),
  };
}

function keyOf([row, column]: readonly (string | null | undefined)[]): string {
  return JSON.stringify([nameOf(row), nameOf(column)]);
}

const steps = [0, 0.25, 0.5, 0.75, 1];

/** What the colours mean, as the name below the axis: the least number, the colours from it on, the greatest. */
function legendOf(
  { label, format }: ValueField,
  [least, most]: readonly [number, number],
  scale: ChartColours['scale'],
) {
  const swatch = (at: number) => ({ backgroundColor: mixed(scale, at), width: 24, height: 10 });
  const drawn = steps.map((_, at) => `{s${at}|}`).join('');
  return {
    name: `${label.replace(/[{}|]/g, ' ')}  ${shortText(least, format)} ${drawn} ${shortText(most, format)}`,
    nameLocation: 'middle',
    nameGap: 28,
    nameTextStyle: { rich: Object.fromEntries(steps.map((step, at) => [`s${at}`, swatch(step)])) },
  };
}

type Told = { readonly seriesName: string; readonly name: string; readonly data: { readonly number: number | null } };

/** HTML: names come from data. Nothing of a cell that has no number. */
function tipOf({ label, format }: ValueField, { seriesName, name, data: { number } }: Told): string {
  if (number === null) return '';
  return [seriesName, name, `${label}: ${numberText(number, format)}`].map(escapeHtml).join('<br>');
}
