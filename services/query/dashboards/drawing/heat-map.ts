import type { Chart } from '../core/model.ts';
import { nameOf, type Point } from './cell.ts';
import type { ChartColours } from './colours.ts';
import { shortText } from './number-text.ts';
import { tooltipOf } from './tooltip.ts';

export function heatMapOption({ values: [value] }: Chart, points: readonly Point[], { scale }: ChartColours) {
  if (value === undefined) return {};
  const namesOf = (at: number) => [...new Set(points.map(({ groups }) => nameOf(groups[at])))];
  const [rows, columns] = [namesOf(0), namesOf(1).toSorted()];
  const numbers = points.flatMap(({ values }) => values[0] ?? []);
  // One number has a colour, too.
  const [least, most] = [Math.min(0, ...numbers), Math.max(1, ...numbers)];
  const text = (each: number) => shortText(each, value.format);
  return {
    legend: { show: false },
    tooltip: { ...tooltipOf(value), trigger: 'item' },
    grid: { left: 12, right: 20, top: 12, bottom: 56, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', data: columns },
    yAxis: { type: 'category', data: rows, inverse: true, axisLabel: { width: 120, overflow: 'truncate' } },
    visualMap: {
      type: 'continuous',
      min: least,
      max: most,
      text: [text(most), text(least)],
      orient: 'horizontal',
      left: 'center',
      bottom: 4,
      inRange: { color: scale },
      formatter: text,
    },
    series: [
      {
        name: value.label,
        type: 'heatmap',
        data: points.map(({ groups, values }) => [nameOf(groups[1]), nameOf(groups[0]), values[0] ?? null]),
      },
    ],
  };
}
