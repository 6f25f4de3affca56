import type { Chart } from '../core/model.ts';
import { nameOf, type Point } from './cell.ts';
import { tooltipOf } from './tooltip.ts';

export function donutOption({ values: [value] }: Chart, points: readonly Point[]) {
  if (value === undefined) return {};
  const data = points.map(({ groups, values }) => ({ name: nameOf(groups[0]), value: values[0] ?? 0 }));
  return {
    legend: { type: 'scroll', bottom: 4 },
    tooltip: { ...tooltipOf(value), trigger: 'item' },
    series: [
      {
        name: value.label,
        type: 'pie',
        radius: ['45%', '70%'],
        center: ['50%', '46%'],
        data,
        label: { formatter: ({ name, percent }: { name: string; percent: number }) => `${name} ${percent} %` },
      },
    ],
  };
}
