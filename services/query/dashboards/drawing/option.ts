import type { EChartsCoreOption } from 'echarts/core';
import type { Chart } from '../core/model.ts';
import { barOption, lineOption } from './axes.ts';
import { pointsOf, type TextRow } from './cell.ts';
import { type ChartColours, onWhite } from './colours.ts';
import { donutOption } from './donut.ts';
import { heatMapOption } from './heat-map.ts';
import { plotArea } from './plot.ts';
import { scatterOption } from './scatter.ts';

type Drawn = 'line' | 'bar' | 'donut' | 'heat_map' | 'scatter';
export type DrawnChart = Chart & { readonly type: Drawn };

/** Whether a chart is a drawing, and not a table or a number. */
export function isDrawn(chart: Chart): chart is DrawnChart {
  return chart.type !== 'table' && chart.type !== 'pivot' && chart.type !== 'kpi';
}

const shapes = {
  line: lineOption,
  bar: barOption,
  donut: donutOption,
  heat_map: heatMapOption,
  scatter: scatterOption,
} as const;

/** What ECharts draws of a chart's rows. */
export function optionOf(
  chart: DrawnChart,
  rows: readonly TextRow[],
  colours: ChartColours = onWhite,
): EChartsCoreOption {
  return {
    animation: false,
    useUTC: true,
    color: [...colours.series],
    grid: plotArea,
    ...shapes[chart.type](chart, pointsOf(chart, rows), colours),
  };
}
