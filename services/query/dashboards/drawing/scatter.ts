import type { Chart, GroupField, ValueField } from '../core/model.ts';
import { nameOf, type Point } from './cell.ts';
import { escapeHtml } from './html.ts';
import { numberText, shortText } from './number-text.ts';

const pointSizes = { least: 8, most: 40 };

export function scatterOption({ values, groups }: Chart, points: readonly Point[]) {
  const [x, y, size] = values;
  const [of] = groups;
  if (x === undefined || y === undefined || of === undefined) return {};
  const greatest = Math.max(0, ...points.flatMap((point) => point.values[2] ?? []));
  const sizeOf = (value: number | null) =>
    greatest === 0 || value === null || value < 0
      ? pointSizes.least
      : pointSizes.least + (pointSizes.most - pointSizes.least) * Math.sqrt(value / greatest);
  const axis = ({ label, format }: ValueField) => ({
    type: 'value',
    name: label,
    nameLocation: 'middle',
    nameGap: 28,
    scale: true,
    axisLabel: { formatter: (each: number) => shortText(each, format) },
  });
  return {
    legend: { show: false },
    grid: { left: 40, right: 20, top: 16, bottom: 32, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'item',
      confine: true,
      formatter: ({ data }: { data: { name: string; value: readonly (number | null)[] } }) => tipOf(of, values, data),
    },
    xAxis: axis(x),
    yAxis: { ...axis(y), nameGap: 44 },
    series: [
      {
        type: 'scatter',
        data: points.map((point) => ({
          name: nameOf(point.groups[0]),
          value: point.values,
          symbolSize: size === undefined ? 12 : sizeOf(point.values[2] ?? null),
        })),
      },
    ],
  };
}

/** HTML: names come from data. */
function tipOf(
  { label }: GroupField,
  values: readonly ValueField[],
  { name, value }: { name: string; value: readonly (number | null)[] },
): string {
  const lines = values.map((each, at) => `${each.label}: ${numberText(value[at], each.format)}`);
  return [`${label}: ${name}`, ...lines].map(escapeHtml).join('<br>');
}
