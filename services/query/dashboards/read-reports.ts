import { ParameterError } from '@tributary/shared/deployment/parameter-error.ts';
import { columnsByName } from '../src/core/graph/columns.ts';
import type { Graph } from '../src/core/graph/graph.ts';
import type { Dashboard } from './core/model.ts';
import { readReportNames } from './core/report/settings.ts';
import { sensitiveColumn } from './core/sensitive.ts';
import { dashboardsOver } from './read-dashboards.ts';
import { readGraph } from './read-graph.ts';

/** The dashboards that are reported; throws ParameterError, and MistakesError for dashboards that are not as they must be. */
export async function readReports(
  service: string,
  resolve: (address: string) => Promise<unknown>,
): Promise<readonly Dashboard[]> {
  const names = await readReportNames(resolve);
  if (names.length === 0) return [];
  const graph = readGraph(service);
  const all = dashboardsOver(service, () => columnsByName(graph));
  return names.map((name) => {
    const found = all.find((each) => each.name === name);
    if (found === undefined) throw unknown(name, all);
    checkSensitive(found, graph);
    return found;
  });
}

function unknown(name: string, all: readonly Dashboard[]): ParameterError {
  const known = all.map((each) => each.name).join(', ');
  return new ParameterError('reportDashboards', name, `the name of a file in dashboards/; there are: ${known}`);
}

/** A report leaves the lake, and nobody knows who reads it then. */
function checkSensitive({ name, sheets }: Dashboard, { declarations }: Graph): void {
  for (const chart of sheets.flatMap(({ charts }) => charts)) {
    const columns = Object.entries(declarations.get(chart.dataset)?.header.data.columns ?? {});
    const sensitive = columns.filter(([, each]) => each.sensitive).map(([column]) => column);
    const column = sensitiveColumn(chart, sensitive);
    if (column !== undefined)
      throw new ParameterError(
        'reportDashboards',
        name,
        `another dashboard: ${chart.dataset}.${column} is sensitive, and the chart ${chart.id} of dashboards/${name}.yml shows it`,
      );
  }
}
