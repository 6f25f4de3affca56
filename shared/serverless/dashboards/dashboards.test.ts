import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Resource } from '../framework.ts';
import { dashboardResources } from './dashboards.ts';
import { readDashboard } from './declared-dashboard.ts';
import type { Naming } from './metric-form.ts';

const naming: Naming = { prefix: 'lake', stage: 'dev', service: 'ingest', names: {} };
const declared = readDashboard(
  'queries: [cold-starts]\nrows: [{ title: Rows, graphs: [{ title: Made, metrics: [Made] }] }]',
);

const resources: Readonly<Record<string, Resource>> = {
  Parse: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'lake-ingest-dev-parse', MemorySize: 1769 } },
  Off: { Type: 'AWS::SQS::Queue', Condition: 'Never', Properties: { QueueName: 'lake-ingest-dev-off' } },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'lake-ingest-dev-parse' } },
  Dead: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'lake-ingest-dev-parse-dead' } },
  ParseLog: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/aws/lambda/lake-ingest-dev-parse' } },
  OtherLog: { Type: 'AWS::Logs::LogGroup', Properties: { LogGroupName: '/lake/dev/haproxy' } },
  Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'lake-ingest-dev-function-errors.parse' } },
};

const widget = z.object({
  type: z.string(),
  properties: z.object({
    title: z.string().default(''),
    markdown: z.string().default(''),
    alarms: z.array(z.string()).default([]),
    metrics: z.array(z.array(z.unknown())).default([]),
  }),
});
const body = z.object({ DashboardName: z.string(), DashboardBody: z.object({ 'Fn::Sub': z.string() }) });

function widgetsOf(made: Readonly<Record<string, Resource>>) {
  const text = body.parse(made.Dashboard?.Properties).DashboardBody['Fn::Sub'];
  return z.object({ widgets: z.array(widget) }).parse(JSON.parse(text)).widgets;
}

describe('the dashboard of a service', () => {
  const made = dashboardResources(
    { dashboard: declared },
    { Resources: resources, Conditions: { Never: { 'Fn::Equals': ['a', 'b'] } } },
    naming,
  );
  const widgets = widgetsOf(made);
  const graphOf = (title: string) => widgets.find(({ properties }) => properties.title === title)?.properties.metrics;

  test('has what it declares, and what its template holds, but for what a condition leaves out', () => {
    expect(made.Dashboard?.Properties?.DashboardName).toBe('lake-ingest-dev');
    expect(graphOf('Made')).toEqual([['lake-dev', 'Made', 'service', 'lake-ingest', { stat: 'Sum', label: 'Made' }]]);
    expect(graphOf('Errors')?.[0]?.slice(0, 4)).toEqual([
      'AWS/Lambda',
      'Errors',
      'FunctionName',
      'lake-ingest-dev-parse',
    ]);
    expect(graphOf('Waiting')?.map((metric) => metric[3])).toEqual(['lake-ingest-dev-parse']);
    expect(graphOf('Dead letters')?.map((metric) => metric[3])).toEqual(['lake-ingest-dev-parse-dead']);
    expect(JSON.stringify(widgets)).not.toContain('lake-ingest-dev-off');
    expect(graphOf('Records put'), 'it has no stream').toBeUndefined();
  });

  test('says what functions cost by their memory', () => {
    expect(graphOf('What they cost')?.at(-1)).toEqual([
      { id: 'g0', expression: '(FILL(d0, 0) * 1769) / 1024000', label: 'parse' },
    ]);
  });

  test('shows the state of alarms, and names the page of the runbook that each has', () => {
    expect(widgets.flatMap(({ properties }) => properties.alarms)).toEqual([
      `arn:\${AWS::Partition}:cloudwatch:\${AWS::Region}:\${AWS::AccountId}:alarm:lake-ingest-dev-function-errors.parse`,
    ]);
    expect(widgets[0]?.properties.markdown).toContain('`docs/runbook/function-errors.md`');
  });

  test('links and saves its queries on the logs of its functions alone', () => {
    expect(made.ColdStartsQuery?.Properties).toMatchObject({
      Name: 'lake/dev/ingest/Cold starts and memory',
      LogGroupNames: [{ Ref: 'ParseLog' }],
    });
    expect(widgets[0]?.properties.markdown).toContain('lake-ingest-dev-parse$2529');
    expect(widgets[0]?.properties.markdown).not.toContain('haproxy');
  });
});

test('more alarms than a widget takes are several widgets', () => {
  const alarms = Array.from({ length: 101 }, (_, at) => [
    `A${at}`,
    { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: `lake-ingest-dev-a.${at}` } },
  ]);
  const made = dashboardResources({ dashboard: readDashboard('') }, { Resources: Object.fromEntries(alarms) }, naming);
  const counts = widgetsOf(made).map(({ properties }) => properties.alarms.length);
  expect(counts.filter((count) => count > 0)).toEqual([100, 1]);
});

test('more widgets than CloudWatch takes are refused by the name of their dashboard', () => {
  const graphs = Array.from({ length: 500 }, (_, at) => `{ title: G${at}, metrics: [A] }`).join(', ');
  const dashboard = readDashboard(`rows: [{ title: T, graphs: [${graphs}] }]`);
  expect(() => dashboardResources({ dashboard }, { Resources: {} }, naming)).toThrow(/lake-ingest-dev has 502 widgets/);
});

test('a service that declares neither has neither', () => {
  expect(dashboardResources({}, { Resources: resources }, naming)).toEqual({});
});
