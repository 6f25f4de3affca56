import type { Chart, ValueField } from '../core/model.ts';
import { isTime, nameOf, type Point } from './cell.ts';
import { shortText } from './number-text.ts';
import { plotArea } from './plot.ts';
import { tooltipOf } from './tooltip.ts';

/** Lines over time, or over names. */
export function lineOption(chart: Chart, points: readonly Point[]) {
  return alongAxes(chart, points, { type: 'line', symbol: 'circle', showSymbol: points.length < 200, symbolSize: 5 });
}

export function barOption(chart: Chart, points: readonly Point[]) {
  return alongAxes(chart, points, { type: 'bar', barMaxWidth: 40, ...(chart.stacked ? { stack: 'all' } : {}) });
}

/** What stands in a legend, with its points: a series, or a measure. */
type Series = {
  readonly name: string;
  readonly value: ValueField;
  readonly at: number;
  readonly points: readonly Point[];
};

function seriesOf({ groups, values }: Chart, points: readonly Point[]): readonly Series[] {
  const [value] = values;
  const split = groups.findIndex(({ role }) => role === 'series');
  if (split === -1 || value === undefined)
    return values.map((each, at) => ({ name: each.label, value: each, at, points }));
  const names = new Map<string, Point[]>();
  for (const point of points) {
    const name = nameOf(point.groups[split]);
    names.set(name, [...(names.get(name) ?? []), point]);
  }
  return [...names].map(([name, own]) => ({ name, value, at: 0, points: own }));
}

const dayMs = 86_400_000;

function alongAxes(chart: Chart, points: readonly Point[], style: object) {
  const [along] = chart.groups;
  const [first] = chart.values;
  if (along === undefined || first === undefined) return {};
  const all = seriesOf(chart, points);
  const names = [...new Set(points.map(({ groups }) => nameOf(groups[0])))];
  const category = isTime(along)
    ? { type: 'time', ...(along.type === 'date' ? { minInterval: dayMs } : {}) }
    : { type: 'category', data: names, inverse: chart.horizontal, axisLabel: { width: 120, overflow: 'truncate' } };
  const value = {
    type: 'value',
    name: first.label,
    ...(chart.horizontal ? { nameLocation: 'middle' } : { nameLocation: 'end', nameTextStyle: { align: 'left' } }),
    axisLabel: { formatter: (each: number) => shortText(each, first.format) },
  };
  const dataOf = ({ points: own, at }: Series) =>
    isTime(along)
      ? own.map(({ groups, values }) => place(chart, timeText(groups[0]), values[at] ?? null))
      : names.map((name) =>
          place(chart, name, own.find(({ groups }) => nameOf(groups[0]) === name)?.values[at] ?? null),
        );
  return {
    ...(chart.horizontal ? { grid: { ...plotArea, bottom: 36 } } : {}),
    legend: { type: 'scroll', top: 4, show: all.length > 1 || isSplit(chart) },
    tooltip: { ...tooltipOf(first), trigger: 'axis' },
    xAxis: chart.horizontal ? value : category,
    yAxis: chart.horizontal ? category : value,
    series: all.map((each) => ({ ...style, name: each.name, data: dataOf(each) })),
  };
}

function isSplit({ groups }: Chart): boolean {
  return groups.some(({ role }) => role === 'series');
}

function place({ horizontal }: Chart, at: string | null, value: number | null) {
  return horizontal ? [value, at] : [at, value];
}

/** ECharts takes a text without a zone for one of the reader's; months and years are their first day. */
function timeText(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  return text.length > 10 ? `${text.replace(' ', 'T')}Z` : `${`${text}-01-01`.slice(0, 10)}T00:00Z`;
}
