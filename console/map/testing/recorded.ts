import { readFileSync } from 'node:fs';
import type { Deployed, DeployedTable, GraphTable, Naming } from '../deployed.ts';

/** What AWS's interfaces told of a local lake into which all of the sample had been landed. */
export const recorded: Deployed = JSON.parse(readFileSync(new URL('deployed.json', import.meta.url), 'utf8'));

export const naming: Naming = {
  prefix: 'tributary',
  stage: 'local',
  rawBucket: 'tributary-raw-local-000000000000',
  rawDatabase: 'tributary_raw_local',
  lakeDatabase: 'tributary_lake_local',
};

/** The same lake with so many more tables of event types, and datasets of which each reads the one before. */
export function withMany(tables: number, datasets: number): Deployed {
  const numbers = (count: number) => Array.from({ length: count }, (_, at) => at);
  const events = numbers(tables).map((at): DeployedTable => {
    const location = `${naming.rawBucket}/raw/events/type_${at}/`;
    return { database: naming.rawDatabase, name: `events_type_${at}`, kind: 'files', location };
  });
  const made = numbers(datasets).map((at): DeployedTable => {
    const location = `tributary-lake-local-000000000000/iceberg/made_${at}/`;
    return { database: naming.lakeDatabase, name: `made_${at}`, kind: 'iceberg', location };
  });
  const graph = made.map(({ name }, at): GraphTable => {
    const reads = at % 10 === 0 ? [`raw.events_type_${at}`] : [`made_${at - 1}`];
    return { name, service: 'query', kind: 'dataset', layer: 1 + (at % 10), state: 'fresh', reads };
  });
  return { ...recorded, tables: [...recorded.tables, ...events, ...made], graph: [...recorded.graph, ...graph] };
}
