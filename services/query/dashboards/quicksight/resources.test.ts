import { expect, test } from 'vitest';
import { compileDashboard } from '../core/compile-dashboard.ts';
import { readDashboard } from '../core/read-dashboard.ts';
import { chartOf, tables } from '../core/tables-for-tests.ts';
import type { SharedTable } from './data-set.ts';
import { filtersOf } from './filters.ts';
import { quickSightResources } from './resources.ts';
import { type QuickSightSettings, readQuickSightSettings } from './settings.ts';
import { visualOf } from './visual.ts';

const names = { prefix: 'tributary-dev', database: 'tributary_lake_dev', workGroup: 'tributary-dev' };
const analysts = 'arn:aws:quicksight:eu-west-1:123456789012:group/default/analysts';
const owners = 'arn:aws:quicksight:eu-west-1:123456789012:group/default/owners';
const hourly: QuickSightSettings = { principal: analysts, refresh: 'hourly' };

const usage: SharedTable = {
  name: 'usage',
  columns: [
    { name: 'day', type: 'date' },
    { name: 'slug', type: 'string' },
    { name: 'is_internal', type: 'boolean' },
    { name: 'requests', type: 'bigint' },
    { name: 'share', type: 'double' },
    { name: 'price', type: 'decimal(10,2)' },
    { name: 'attributes', type: 'map<string,string>' },
  ],
  sensitive: ['price'],
};

const dashboardOf = (sheets: string, parameters = '{}') =>
  compileDashboard(readDashboard('use_of-all.yml', `title: Use\nparameters: ${parameters}\nsheets:\n${sheets}`), tables)
    .dashboard;
const one = (visuals: string) => `  - title: One\n    visuals:\n${visuals}`;
const count = one('      - {type: kpi, title: K, dataset: usage, measure: count(*)}\n');

const made = (settings: QuickSightSettings, sheets = count) =>
  quickSightResources([dashboardOf(sheets)], new Map([['usage', usage]]), names, settings) as Record<
    string,
    { Type: string; Properties: Record<string, unknown> }
  >;

test('a file is an analysis and a dashboard, over a data set per table and one data source', () => {
  const resources = made(hourly);
  expect(Object.entries(resources).map(([key, { Type }]) => [key, Type.replace('AWS::QuickSight::', '')])).toEqual([
    ['QuickSightDataSource', 'DataSource'],
    ['QuickSightTheme', 'Theme'],
    ['QuickSightUsage', 'DataSet'],
    ['QuickSightUsageRefresh', 'RefreshSchedule'],
    ['QuickSightUseOfAllAnalysis', 'Analysis'],
    ['QuickSightUseOfAllDashboard', 'Dashboard'],
  ]);
  expect(resources.QuickSightDataSource?.Properties).toMatchObject({
    DataSourceParameters: { AthenaParameters: { WorkGroup: 'tributary-dev' } },
  });
  expect(resources.QuickSightUseOfAllDashboard?.Properties).toMatchObject({
    DashboardId: 'tributary-dev-use_of-all',
    Definition: {
      DataSetIdentifierDeclarations: [
        { Identifier: 'usage', DataSetArn: { 'Fn::GetAtt': ['QuickSightUsage', 'Arn'] } },
      ],
    },
  });
  expect(quickSightResources([], new Map(), names, hourly)).toEqual({});
});

const inputColumns = (settings: QuickSightSettings) => {
  const { PhysicalTableMap: map, ...rest } = made(settings).QuickSightUsage?.Properties ?? {};
  const { table } = map as { table: { RelationalTable: { InputColumns: { Name: string; Type: string }[] } } };
  return { rest, columns: table.RelationalTable.InputColumns.map(({ Name, Type }) => `${Name} ${Type}`) };
};

test('sensitive columns are in no data set, or for those alone who may see them', () => {
  const shown = ['day DATETIME', 'slug STRING', 'is_internal BOOLEAN', 'requests INTEGER', 'share DECIMAL'];
  expect(inputColumns(hourly).columns).toEqual(shown);
  expect(inputColumns(hourly).rest).not.toHaveProperty('ColumnLevelPermissionRules');
  const both = inputColumns({ ...hourly, sensitivePrincipal: owners });
  expect(both.columns).toEqual([...shown, 'price DECIMAL']);
  expect(both.rest).toMatchObject({
    ColumnLevelPermissionRules: [{ ColumnNames: ['price'], Principals: [owners] }],
    Permissions: [{ Principal: analysts }, { Principal: owners }],
  });
  const prices = one('      - {type: kpi, title: K, dataset: usage, measure: sum(requests) / sum(price)}\n');
  expect(() => made(hourly, prices)).toThrow(
    'usage.price is sensitive and the chart one--k of dashboards/use_of-all.yml',
  );
  expect(() => made({ ...hourly, sensitivePrincipal: owners }, prices)).not.toThrow();
});

test('data sets are copied on a schedule, or ask Athena at each look', () => {
  expect(inputColumns(hourly).rest).toMatchObject({ ImportMode: 'SPICE' });
  expect(made(hourly).QuickSightUsageRefresh?.Properties).toMatchObject({
    Schedule: { ScheduleFrequency: { Interval: 'HOURLY' } },
  });
  expect(made({ ...hourly, refresh: 'daily' }).QuickSightUsageRefresh?.Properties).toMatchObject({
    Schedule: { ScheduleFrequency: { Interval: 'DAILY', TimeOfTheDay: '03:30' } },
  });
  expect(inputColumns({ ...hourly, refresh: 'direct' }).rest).toMatchObject({ ImportMode: 'DIRECT_QUERY' });
  expect(made({ ...hourly, refresh: 'direct' })).not.toHaveProperty('QuickSightUsageRefresh');
});

test('parameters say for whom, and nothing is made without', async () => {
  const read = (given: Record<string, string>) =>
    readQuickSightSettings(async (address) => given[address.replace('param:', '')] ?? '');
  expect(await read({})).toBeUndefined();
  await expect(read({ quickSightSensitivePrincipal: owners })).rejects.toThrow('quickSightPrincipal as well');
  expect(await read({ quickSightPrincipal: analysts, quickSightRefresh: 'daily' })).toEqual({
    principal: analysts,
    sensitivePrincipal: undefined,
    refresh: 'daily',
  });
});

const fieldWells = (text: string) => {
  const [[kind, visual] = ['', undefined]] = Object.entries(visualOf(chartOf(text)));
  return { kind, configuration: visual?.ChartConfiguration };
};

test.each([
  [
    'line',
    '{type: line, title: C, dataset: usage, dimension: day, series: slug, measures: sum(requests), limit: 4}',
    'LineChartVisual',
  ],
  [
    'bar',
    '{type: bar, title: C, dataset: usage, dimension: slug, measures: [sum(requests), count(*)], stacked: true, horizontal: true, limit: 4}',
    'BarChartVisual',
  ],
  [
    'table',
    '{type: table, title: C, dataset: usage, dimensions: [slug, at], measures: [count_distinct(slug), count(at)]}',
    'TableVisual',
  ],
  [
    'pivot',
    '{type: pivot, title: C, dataset: usage, rows: slug, columns: {column: day, grain: month}, measures: max(share)}',
    'PivotTableVisual',
  ],
  ['kpi', '{type: kpi, title: C, dataset: usage, measure: sum(took_ms), compare: day}', 'KPIVisual'],
  [
    'donut',
    '{type: donut, title: C, dataset: usage, dimension: is_internal, measure: avg(requests)}',
    'PieChartVisual',
  ],
  [
    'heat map',
    '{type: heat_map, title: C, dataset: usage, rows: slug, columns: seats, measure: sum(requests), limit: 9}',
    'HeatMapVisual',
  ],
  [
    'scatter',
    '{type: scatter, title: C, dataset: usage, dimension: slug, x: sum(requests), y: min(share), size: sum(requests) / count(*)}',
    'ScatterPlotVisual',
  ],
])('a %s is drawn by QuickSight from the same columns, in the same order', (_, text, expected) => {
  const { kind, configuration } = fieldWells(text);
  expect(kind).toBe(expected);
  expect(configuration).toMatchSnapshot();
});

test('what is chosen has a control on each sheet that heeds it; what is fixed is a field that counts its rows', () => {
  const sheets = `  - title: One
    visuals:
      - {type: kpi, title: K, dataset: usage, measure: count(*), filters: [{column: day, parameter: period}, {column: slug, in: ["it's"]}, {column: day, at_least: "2026-01-01"}]}
  - title: Two
    visuals:
      - {type: kpi, title: K, dataset: usage, measure: count(*), filters: [{column: slug, parameter: which}, {column: at, parameter: recent}, {column: is_internal, not_in: true}]}
      - {type: kpi, title: L, dataset: usage, measure: count(*)}
`;
  const parameters =
    '{period: {type: date_range}, recent: {type: date_range, last_days: 7}, which: {type: select, values: [a, b], multiple: false}}';
  const filters = filtersOf(dashboardOf(sheets, parameters));
  expect([...filters.controls]).toEqual([
    ['one', ['period']],
    ['two', ['recent', 'which']],
  ]);
  expect(filters.fields).toEqual([
    {
      DataSetIdentifier: 'usage',
      Name: 'one--k.counts',
      Expression: `ifelse(({slug} = 'it\\'s') AND {day} >= parseDate('2026-01-01', 'yyyy-MM-dd'), 1, 0)`,
    },
    {
      DataSetIdentifier: 'usage',
      Name: 'two--k.counts',
      Expression: 'ifelse((isNull({is_internal}) OR ({is_internal} <> true)), 1, 0)',
    },
  ]);
  expect(filters.groups).toMatchSnapshot();
});
