import type { Chart } from '../core/model.ts';
import { nameOf, type Point } from './cell.ts';
import { scaleColours } from './colours.ts';
import { shortText } from './number-text.ts';
import { tooltipOf } from './tooltip.ts';

export function heatMapOption({ values: [value] }: Chart, points: readonly Point[]) {
  if (value === undefined) return {};
  const namesOf = (at: number) => [...new Set(points.map(({ groups }) => nameOf(groups[at])))];
  const [rows, columns] = [namesOf(0), namesOf(1).toSorted()];
  const numbers = points.flatMap(({ values }) => values[0] ?? []);
  return {
    legend: { show: false },
    tooltip: { ...tooltipOf(value), trigger: 'item' },
    grid: { left: 12, right: 20, top: 12, bottom: 56, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { type: 'category', data: columns },
    yAxis: { type: 'category', data: rows, inverse: true, axisLabel: { width: 120, overflow: 'truncate' } },
    visualMap: {
      // One number has a colour, too.
      min: Math.min(0, ...numbers),
      max: Math.max(1, ...numbers),
      orient: 'horizontal',
      left: 'center',
      bottom: 4,
      inRange: { color: scaleColours },
      formatter: (each: number) => shortText(each, value.format),
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
