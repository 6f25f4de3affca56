import type { InvokeCommand } from '@aws-sdk/client-lambda';
import { expect, test } from 'vitest';
import { chartOf } from '../../core/tables-for-tests.ts';
import { createDrawElsewhere } from '../../drawing/draw-elsewhere.ts';
import { type DrawnChart, isDrawn } from '../../drawing/option.ts';
import { svgOf } from '../../drawing/svg.ts';
import { drawChart } from './draw-chart.ts';

const line = chartOf('{type: line, title: L, dataset: usage, dimension: day, series: slug, measures: sum(requests)}');
const rows = [
  ['2026-11-01', 'a', '5'],
  ['2026-11-02', null, '7'],
] as const;

/** Lambda, which hands events and answers over as JSON. */
const lambda = (answer: (event: unknown) => Promise<unknown>) => {
  const called: string[] = [];
  const client = {
    async send({ input: { FunctionName = '', Payload } }: InvokeCommand) {
      called.push(FunctionName);
      try {
        return payload(await answer(JSON.parse(String(Payload))));
      } catch (error) {
        return { ...payload({ errorMessage: String(error) }), FunctionError: 'Unhandled' };
      }
    },
  };
  return { called, draw: createDrawElsewhere(client, 'draw') };
};
const payload = (value: unknown) => ({ Payload: { transformToString: () => JSON.stringify(value) } });
const drawn = (chart: typeof line): DrawnChart => {
  if (!isDrawn(chart)) throw new Error('no drawing');
  return chart;
};

test('a chart that is drawn elsewhere is what it is when it is drawn here', async () => {
  const { called, draw } = lambda(drawChart);
  expect(await draw(drawn(line), rows)).toBe(svgOf(drawn(line), rows));
  expect(called).toEqual(['draw']);
});

test('what cannot be drawn is an error that names the chart, and says why', async () => {
  const kpi = chartOf('{type: kpi, title: K, dataset: usage, measure: count(*)}');
  const broken = lambda(() => Promise.reject(new Error('out of memory')));
  await expect(broken.draw(drawn(line), rows)).rejects.toThrow(/^draw could not draw the chart s--l: .*out of memory/);
  await expect(drawChart({ chart: kpi, rows: [] })).rejects.toThrow('is of type kpi');
  await expect(drawChart({ chart: line, rows: [[1]] })).rejects.toThrow();
  await expect(lambda(async () => ({})).draw(drawn(line), rows)).rejects.toThrow('svg');
});
