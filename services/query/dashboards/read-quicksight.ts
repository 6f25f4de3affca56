import { columnsByName } from '../src/core/graph/columns.ts';
import type { Graph } from '../src/core/graph/graph.ts';
import { isColumnType } from '../src/core/header/columns.ts';
import type { Tables } from './core/tables.ts';
import type { SharedTable } from './quicksight/data-set.ts';
import { quickSightResources } from './quicksight/resources.ts';
import { readQuickSightSettings } from './quicksight/settings.ts';
import { dashboardsOver } from './read-dashboards.ts';
import { readGraph } from './read-graph.ts';

/** The template's resources of QuickSight, none without a principal; throws MistakesError for dashboards that are not as they must be. */
export async function readQuickSight(service: string, resolve: (address: string) => Promise<unknown>) {
  const graph = readGraph(service);
  const tables = columnsByName(graph);
  const dashboards = dashboardsOver(service, () => tables);
  const settings = await readQuickSightSettings(resolve);
  if (settings === undefined) return { Resources: {} };
  const text = async (address: string) => String(await resolve(address));
  const names = {
    prefix: `${await text('self:custom.names.prefix')}-${await text('sls:stage')}`,
    database: await text('self:custom.names.lakeDatabase'),
    workGroup: await text('self:custom.names.workGroup'),
  };
  return { Resources: quickSightResources(dashboards, sharedTables(graph, tables), names, settings) };
}

function sharedTables(graph: Graph, tables: Tables): ReadonlyMap<string, SharedTable> {
  const all = [...tables].map(([name, { list }]): readonly [string, SharedTable] => {
    const columns = list.flatMap((column) =>
      column.name === undefined || column.type === undefined || !isColumnType(column.type)
        ? []
        : [{ name: column.name, type: column.type }],
    );
    const declared = Object.entries(graph.declarations.get(name)?.header.data.columns ?? {});
    return [
      name,
      { name, columns, sensitive: declared.filter(([, { sensitive }]) => sensitive).map(([column]) => column) },
    ];
  });
  return new Map(all);
}
