import { expect, test } from 'vitest';
import type { Metric } from '../aws/monitoring.ts';
import { flowOf } from './flow.ts';
import { measuresOf, measuresOfRules } from './measures.ts';
import { naming, recorded } from './testing/recorded.ts';

const flow = flowOf(recorded, naming);
const metric = (name: string, dimensions: Readonly<Record<string, string>>): Metric => ({
  namespace: 'tributary-local',
  name,
  dimensions,
});
const told = (id: string, written: readonly Metric[] = []) =>
  measuresOf(flow.nodes, written)
    .filter(({ node }) => node === id)
    .map(({ as, metric: { namespace, name, dimensions } }) => [as, namespace, name, dimensions]);

test('what AWS counts of a function, a queue and a log group is asked by their names', () => {
  const FunctionName = 'tributary-ingest-local-parse-logs';
  expect(told(`function:${FunctionName}`)).toEqual([
    ['count', 'AWS/Lambda', 'Invocations', { FunctionName }],
    ['failed', 'AWS/Lambda', 'Errors', { FunctionName }],
    ['failed', 'AWS/Lambda', 'Throttles', { FunctionName }],
  ]);
  expect(told('log group:/tributary/local/haproxy')).toEqual([
    ['count', 'AWS/Logs', 'IncomingLogEvents', { LogGroupName: '/tributary/local/haproxy' }],
  ]);
});

test('of tables only what was written is asked, and of all services together', () => {
  const dimensions = { service: 'tributary-query', table: 'integration_usage' };
  const written = [
    metric('RowsWritten', dimensions),
    metric('RowsWritten', { service: 'tributary-query', copy: 'integration_usage' }),
    metric('SecondsBehind', { ...dimensions, way: 'x' }),
    metric('SecondsOfSnapshots', dimensions),
  ];
  expect(told('table:integration_usage', written)).toEqual([['count', 'tributary-local', 'RowsWritten', dimensions]]);
  expect(told('table:integration_usage')).toEqual([]);
});

test('a rule is counted by its name, and on the lake’s bus by that too', () => {
  const of = (name: string) => flow.rules.filter((rule) => rule.name === name);
  const rules = [...of('tributary-query-local-rows-came'), ...of('tributary-catalog-local-raw-json-created')];
  expect(measuresOfRules(rules, 'tributary-local').map((measure) => measure.metric.dimensions)).toEqual([
    { EventBusName: 'tributary-local', RuleName: 'tributary-query-local-rows-came' },
    { RuleName: 'tributary-catalog-local-raw-json-created' },
  ]);
});

test('one request or two are enough for all of a lake', () => {
  expect(measuresOf(flow.nodes, []).length + measuresOfRules(flow.rules, 'b').length).toBeLessThan(500);
});
