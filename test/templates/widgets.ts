import * as z from 'zod';
import type { Template } from './package-service.ts';
import { byType } from './template.ts';

const widget = z.strictObject({
  type: z.enum(['metric', 'text', 'alarm']),
  x: z.number().int().nonnegative(),
  y: z.number().int().nonnegative(),
  width: z.number().int().min(1).max(24),
  height: z.number().int().min(1).max(1000),
  properties: z.object({
    title: z.string().optional(),
    region: z.string().optional(),
    markdown: z.string().optional(),
    alarms: z.array(z.string()).optional(),
    metrics: z.array(z.array(z.union([z.string(), z.record(z.string(), z.unknown())])).min(1)).optional(),
  }),
});
export type Widget = z.infer<typeof widget>;

const body = z.strictObject({
  start: z.string(),
  periodOverride: z.enum(['auto', 'inherit']),
  widgets: z.array(widget),
});
const properties = z.strictObject({
  DashboardName: z.string().regex(/^[\w-]{1,255}$/),
  DashboardBody: z.object({ 'Fn::Sub': z.string() }),
});

const values: Readonly<Record<string, string>> = {
  'AWS::Region': 'eu-west-1',
  'AWS::AccountId': '123456789012',
  'AWS::Partition': 'aws',
};

/** The dashboards of a template, read as CloudWatch would. */
export function dashboardsOf(resources: Template['Resources']) {
  return byType(resources, 'AWS::CloudWatch::Dashboard').map((resource) => {
    const { DashboardName: name, DashboardBody } = properties.parse(resource.properties);
    const text = DashboardBody['Fn::Sub'].replace(
      /\$\{([^}]*)\}/g,
      (whole, word: string) => values[word] ?? `unknown ${whole}`,
    );
    return { name, body: text, widgets: body.parse(JSON.parse(text)).widgets };
  });
}

export function allWidgets(resources: Template['Resources']): readonly Widget[] {
  return dashboardsOf(resources).flatMap(({ widgets }) => widgets);
}

export type Shown = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** Metrics by name; expressions are left out. */
export function metricsIn(widgets: readonly Widget[]): readonly Shown[] {
  return widgets.flatMap(({ properties: { metrics = [] } }) =>
    metrics.flatMap((metric) => {
      const [namespace, name, ...more] = metric.filter((part) => typeof part === 'string');
      if (namespace === undefined || name === undefined) return [];
      const pairs = more.flatMap((part, at) => (at % 2 === 0 ? [[part, more[at + 1] ?? '']] : []));
      return [{ namespace, name, dimensions: Object.fromEntries(pairs) }];
    }),
  );
}

export function searchesIn(widgets: readonly Widget[]): readonly string[] {
  return widgets.flatMap(({ properties: { metrics = [] } }) =>
    metrics
      .flat()
      .flatMap((part) => (typeof part === 'object' && typeof part.expression === 'string' ? [part.expression] : [])),
  );
}

export type Searched = { readonly name: string; readonly of: string; readonly each: string };

/** What is searched in a namespace of functions: a metric of a service, for each value of a dimension. */
export function searchedIn(widgets: readonly Widget[], namespace: string): readonly Searched[] {
  return searchesIn(widgets)
    .filter((expression) => expression.includes(`{"${namespace}",`))
    .map((expression) => {
      const [, each = '', name = '', of = ''] =
        /service,(\w+)\} MetricName="(\w+)" service="([\w-]+)"/.exec(expression) ?? [];
      return { name, of, each };
    });
}

/** The ids that the metrics of a graph have. */
export function idsIn(metrics: Widget['properties']['metrics'] = []): readonly unknown[] {
  return metrics.flat().flatMap((part) => (typeof part === 'object' && 'id' in part ? [part.id] : []));
}

/** All places of the grid that a widget takes. */
export function cellsOf({ x, y, width, height }: Widget): readonly string[] {
  return Array.from({ length: width * height }, (_, at) => `${x + (at % width)},${y + Math.floor(at / width)}`);
}
