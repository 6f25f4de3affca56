import * as z from 'zod';
import { storedChart } from '../../core/stored-dashboard.ts';
import { isDrawn } from '../../drawing/option.ts';
import { svgOf } from '../../drawing/svg.ts';

const order = z.object({ chart: storedChart, rows: z.array(z.array(z.string().nullable())) });

/** A chart and its rows as SVG. Apart from who asks, as ECharts and the clients of AWS do not fit into one bundle. */
export async function drawChart(event: unknown): Promise<{ readonly svg: string }> {
  const { chart, rows } = order.parse(event);
  if (!isDrawn(chart)) throw new Error(`The chart ${chart.id} is of type ${chart.type}, which is no drawing`);
  return { svg: svgOf(chart, rows) };
}
