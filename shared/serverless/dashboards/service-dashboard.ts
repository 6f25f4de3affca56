import { alarmsLink, insightsLink } from './console-link.ts';
import type { DeclaredDashboard } from './declared-dashboard.ts';
import { inRows } from './grid.ts';
import { metricOf, type Naming } from './metric-form.ts';
import type { NamedResources } from './named-resources.ts';
import { readQueries } from './queries.ts';
import { resourceRows, titled } from './resource-rows.ts';
import { alarmStates, graph, type PlacedWidget, text, type Widget } from './widget.ts';

/** All that a service has, from what it declares and what its packaged template holds. `prefix`: `<service>-<stage>` of its resources' names. */
export function serviceDashboard(
  declared: DeclaredDashboard,
  resources: NamedResources,
  naming: Naming,
): readonly PlacedWidget[] {
  const prefix = `${naming.prefix}-${naming.service}-${naming.stage}`;
  return inRows([
    [head(declared, resources, prefix)],
    alarmStates('Alarms', resources.alarms),
    ...declared.rows.flatMap(({ title, graphs }) => titled(title, graphsOf(graphs, naming))),
    ...resourceRows(resources, prefix),
  ]);
}

/** As many to a line as there is room for. */
export function graphsOf(graphs: DeclaredDashboard['rows'][number]['graphs'], naming: Naming): readonly Widget[] {
  const width = Math.floor(24 / Math.min(Math.max(graphs.length, 2), 4));
  return graphs.map(({ title, unit, metrics }) =>
    graph(
      title,
      metrics.map((form) => metricOf(form, naming)),
      { width, height: 6, ...(unit === undefined ? {} : { unit }) },
    ),
  );
}

function head({ queries }: DeclaredDashboard, { alarms, logGroups }: NamedResources, prefix: string): Widget {
  const functionGroups = logGroups.map(({ name }) => name).filter(isOfFunction);
  const pages = [...new Set(alarms.map((name) => pageOf(name, prefix)))].toSorted();
  const lines = [
    `# ${prefix}`,
    `Queries: ${queryLinks(queries, functionGroups)}`,
    `[Its alarms](${alarmsLink(prefix)}). What to do stands in ${pages.map((page) => `\`docs/runbook/${page}.md\``).join(', ')}`,
  ];
  return text(lines.join('\n\n'), { width: 24, height: 4 + Math.ceil(pages.length / 6) });
}

export function queryLinks(names: readonly string[], logGroups: readonly string[]): string {
  const all = readQueries();
  return names
    .flatMap((name) => {
      const query = all[name];
      return query === undefined ? [] : [`[${query.title}](${insightsLink({ text: query.query.trim(), logGroups })})`];
    })
    .join(' · ');
}

export const isOfFunction = (logGroup: string): boolean => logGroup.startsWith('/aws/lambda/');

/** The page of the runbook: what follows the service and the stage in an alarm's name, up to the first dot. */
export function pageOf(alarm: string, prefix: string): string {
  const [page = alarm] = alarm.slice(alarm.startsWith(`${prefix}-`) ? prefix.length + 1 : 0).split('.');
  return page;
}
