import { compileDashboard } from '@tributary/query/dashboards/core/compile-dashboard.ts';
import { readDashboard } from '@tributary/query/dashboards/core/read-dashboard.ts';
import { expect, test } from 'vitest';
import { type Ask, QueryFailedError } from '../athena.ts';
import { askCharts } from './ask-charts.ts';

const visuals = ['A', 'B', 'C', 'D', 'E', 'F'].map(
  (title) => `      - {type: kpi, title: ${title}, dataset: usage, measure: max(${title.toLowerCase()})}`,
);
const file = `title: T\nsheets:\n  - title: S\n    visuals:\n${visuals.join('\n')}\n`;
const columns = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => ({ name, type: 'bigint' }));
const tables = new Map([['usage', { list: columns, isOpen: false }]]);
const { dashboard } = compileDashboard(readDashboard('t.yml', file), tables);
const names = { lakeDatabase: 'lake', workGroup: 'people' };
const answer = { columns: [], scannedBytes: 0, elapsedMs: 0 };

test('four charts at once are asked, and what Athena refuses of one keeps none of the others', async () => {
  const asked: string[] = [];
  const done: number[] = [];
  const running = { now: 0, most: 0 };
  const ask: Ask = async ({ sql, database, workGroup }) => {
    running.now += 1;
    running.most = Math.max(running.most, running.now);
    await new Promise((resolve) => setImmediate(resolve));
    running.now -= 1;
    asked.push(`${database} ${workGroup} ${/max\("(.)"\)/.exec(sql)?.[1]}`);
    if (sql.includes('"c"')) throw new QueryFailedError('no column c');
    return { ...answer, rows: [['1']] };
  };
  const { signal } = new AbortController();
  const rows = await askCharts(dashboard, {}, { ask, names, signal, asked: (count) => done.push(count) });
  expect(asked.toSorted()).toEqual(['a', 'b', 'c', 'd', 'e', 'f'].map((column) => `lake people ${column}`));
  expect(running.most).toBe(4);
  expect(done).toEqual([1, 2, 3, 4, 5, 6]);
  expect(rows.get('s--c')).toEqual({ failure: 'no column c' });
  expect(rows.get('s--f')).toEqual({ rows: [['1']] });
});

test('no lake, or Ctrl-C, is no chart’s failure', async () => {
  const fails = (error: Error, signal = new AbortController().signal) =>
    askCharts(dashboard, {}, { ask: () => Promise.reject(error), names, signal, asked: () => undefined });
  await expect(fails(new Error('connect ECONNREFUSED'))).rejects.toThrow('ECONNREFUSED');
  await expect(fails(new QueryFailedError('cancelled'), AbortSignal.abort())).rejects.toThrow('cancelled');
});
