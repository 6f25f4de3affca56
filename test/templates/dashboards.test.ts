import { type ServiceName, serviceNames } from '@tributary/cli/service-names.ts';
import { commandMistake } from '@tributary/shared/serverless/dashboards/query-text.ts';
import { beforeAll, describe, expect, test } from 'vitest';
import { fullParameters } from './full-parameters.ts';
import { metricsWritten, waysOf } from './metrics-written.ts';
import { packageService, type Template } from './package-service.ts';
import { byType, nameOf, strings } from './template.ts';
import { allWidgets, cellsOf, dashboardsOf, idsIn, metricsIn, searchedIn, searchesIn, type Widget } from './widgets.ts';

const stage = 'dev';
const templates = new Map<ServiceName, Template['Resources']>();
const cases = serviceNames.flatMap((service) => {
  const full = fullParameters(service);
  const isSame = Object.keys(full.values).length === 0;
  return [
    { service, parameters: undefined, name: 'its default parameters' },
    ...(isSame ? [] : [{ service, parameters: full, name: 'all of its parameters' }]),
  ];
});

/** Names of all services' resources that have metrics, as those of one stage are. */
const everywhere = new Set<string>();

beforeAll(async () => {
  for (const { service, parameters } of cases) {
    const { Resources } = (await packageService(service, stage, parameters)).template;
    if (parameters === undefined) templates.set(service, Resources);
    for (const { Properties } of Object.values(Resources)) everywhere.add(nameOf(Properties));
  }
}, 900_000);

const types = {
  'AWS/Lambda': 'AWS::Lambda::Function',
  'AWS/SQS': 'AWS::SQS::Queue',
  'AWS/Kinesis': 'AWS::Kinesis::Stream',
  'AWS/Firehose': 'AWS::KinesisFirehose::DeliveryStream',
} as const;

type Asked = { readonly name: string; readonly of: string; readonly by: Readonly<Record<string, string>> };

function isWritten({ name, of, by }: Asked): boolean {
  const service = serviceNames.find((each) => of === `tributary-${each}`);
  if (service === undefined) return false;
  const { names, dimensions } = metricsWritten(service);
  if (by.way !== undefined && !waysOf(service).has(by.way)) return false;
  const [dimension] = Object.keys(by);
  return dimension === undefined ? names.has(name) : (dimensions.get(name)?.has(dimension) ?? false);
}

describe.each(cases)('the dashboards of $service with $name', ({ service, parameters }) => {
  let resources: Template['Resources'] = {};
  let widgets: readonly Widget[] = [];
  beforeAll(async () => {
    resources = (await packageService(service, stage, parameters)).template.Resources;
    widgets = allWidgets(resources);
  }, 600_000);

  test('are its own, and beside the bus the whole stage’s', () => {
    const own = `tributary-${service}-${stage}`;
    const expected = service === 'query' ? [own, `tributary-${stage}`] : [own];
    expect(dashboardsOf(resources).map(({ name }) => name)).toEqual(expected);
  });

  test('keep to CloudWatch’s limits and its grid, and no two widgets share a place', () => {
    for (const { name, body, widgets: own } of dashboardsOf(resources)) {
      expect(body.length, name).toBeLessThan(1_000_000);
      expect(own.length, name).toBeLessThanOrEqual(500);
      const cells = own.flatMap(cellsOf);
      expect(new Set(cells).size, name).toBe(cells.length);
      for (const { x, width, properties } of own) {
        expect(x + width, name).toBeLessThanOrEqual(24);
        expect(properties.metrics?.length ?? 1, name).toBeLessThanOrEqual(500);
        expect(properties.alarms?.length ?? 0, name).toBeLessThanOrEqual(100);
      }
    }
  });

  test('say the region of every graph, and ids once a graph', () => {
    for (const { type, properties } of widgets) {
      if (type === 'metric') expect(properties.region, properties.title).toBe('eu-west-1');
      const ids = idsIn(properties.metrics);
      expect(new Set(ids).size, properties.title).toBe(ids.length);
    }
  });

  test('show every function, queue, stream and delivery stream, and every alarm’s state', () => {
    const shown = metricsIn(widgets);
    for (const [namespace, type] of Object.entries(types)) {
      const names = byType(resources, type).map(({ properties }) => nameOf(properties));
      const graphed = new Set(
        shown.filter((metric) => metric.namespace === namespace).flatMap(({ dimensions }) => Object.values(dimensions)),
      );
      expect(
        names.filter((name) => !graphed.has(name)),
        namespace,
      ).toEqual([]);
    }
    const states = widgets.flatMap(({ properties }) => properties.alarms ?? []).map((arn) => arn.split(':').at(-1));
    const alarms = byType(resources, 'AWS::CloudWatch::Alarm').map(({ properties }) => String(properties.AlarmName));
    expect(alarms.filter((name) => !states.includes(name))).toEqual([]);
    const workGroups = byType(resources, 'AWS::Athena::WorkGroup').map(({ properties }) => String(properties.Name));
    const searched = searchesIn(widgets).join('\n');
    for (const name of workGroups) expect(searched).toContain(`WorkGroup="${name}"`);
  });

  test('name and search for no metric that no code writes', () => {
    const own = metricsIn(widgets).filter(({ namespace }) => namespace === `tributary-${stage}`);
    expect(own.length).toBeGreaterThan(5);
    const asked = own.map(({ name, dimensions: { service: of = '', ...by } }) => ({ name, of, by }));
    const searched = searchedIn(widgets, `tributary-${stage}`).map(({ each, ...one }) => ({
      ...one,
      by: { [each]: '' },
    }));
    expect([...asked, ...searched].filter((one) => !isWritten(one))).toEqual([]);
  });

  test('name no function, queue, stream or log group that no service has', () => {
    const named = metricsIn(widgets).filter(({ namespace }) => namespace in types || namespace === 'AWS/Logs');
    const unknown = named
      .flatMap(({ dimensions }) => Object.values(dimensions))
      .filter((name) => !everywhere.has(name));
    expect([...new Set(unknown)]).toEqual([]);
  });

  test('save queries that Logs Insights reads, of log groups that are there', () => {
    const groups = byType(resources, 'AWS::Logs::LogGroup').map(({ id }) => id);
    const queries = byType(resources, 'AWS::Logs::QueryDefinition');
    expect(queries.length).toBeGreaterThan(3);
    for (const { id, properties } of queries) {
      expect(commandMistake(String(properties.QueryString)), id).toBeUndefined();
      const chosen = [properties.LogGroupNames ?? []].flat();
      expect(
        chosen.every((group) => groups.some((each) => JSON.stringify(group) === JSON.stringify({ Ref: each }))),
        id,
      ).toBe(true);
      expect(chosen.length, id).toBeLessThanOrEqual(50);
    }
    const titles = queries.map(({ properties }) => properties.Name);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('the stage’s dashboard', () => {
  const widgets = () =>
    dashboardsOf(templates.get('query') ?? {}).find(({ name }) => name === `tributary-${stage}`)?.widgets ?? [];

  test('charges every function by the memory that it has', () => {
    const lambda = widgets().find(({ properties }) => properties.title === 'Lambda');
    const durations = metricsIn(lambda === undefined ? [] : [lambda]).map(({ dimensions }) => dimensions.FunctionName);
    const functions = serviceNames.flatMap((service) => byType(templates.get(service) ?? {}, 'AWS::Lambda::Function'));
    // Beside those that each stage has, those that are there where a chat is told, and where dashboards are reported
    const optional = ['notify-chat', 'report', 'draw-chart'].map((name) => `tributary-query-${stage}-${name}`);
    const charged = functions.map(({ properties }) => nameOf(properties));
    expect(durations.toSorted()).toEqual([...new Set([...charged, ...optional])].toSorted());
    const terms = strings(lambda?.properties.metrics)
      .join()
      .matchAll(/FILL\(d(\d+), 0\) \* (\d+)/g);
    const memory = new Map([...terms].map(([, at = '', megabytes]) => [durations[Number(at)], Number(megabytes)]));
    for (const { properties } of functions)
      expect(memory.get(nameOf(properties)), nameOf(properties)).toBe(properties.MemorySize);
  });

  test('shows the flow from left to right', () => {
    const heads = widgets().filter(({ properties }) => /^## \d/.test(properties.markdown ?? ''));
    expect(heads.map(({ properties }) => properties.markdown)).toEqual([
      '## 1. In',
      '## 2. Parsed',
      '## 3. Enriched',
      '## 4. Catalogued',
      '## 5. Derived',
    ]);
    const xs = heads.map(({ x }) => x);
    for (const row of ['Records', 'How far behind', 'Rejected', 'Failed']) {
      const cells = widgets().filter(({ properties }) => properties.title?.startsWith(`${row}: `));
      expect(
        cells.map(({ x }) => x),
        row,
      ).toEqual(xs);
      expect(new Set(cells.map(({ y }) => y)).size, row).toBe(1);
    }
  });

  test('links to the logs of every function of every service', () => {
    const links = widgets()
      .map(({ properties }) => properties.markdown ?? '')
      .join();
    for (const service of serviceNames) {
      for (const { properties } of byType(templates.get(service) ?? {}, 'AWS::Lambda::Function'))
        expect(links).toContain(`$2527*2Faws*2Flambda*2F${nameOf(properties)}$25`);
      expect(links).toContain(`#dashboards/dashboard/tributary-${service}-${stage})`);
    }
  });
});
