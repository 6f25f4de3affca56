import type { Parameter } from './filter.ts';
import type { PlacedDashboard } from './read-dashboard.ts';
import { findColumn, type Tables, unknownTable } from './tables.ts';

type Wrong = { readonly at: readonly PropertyKey[]; readonly what: string };

/** What is wrong with a dashboard's parameters: where their values come from, and whether any chart heeds them. A line each. */
export function checkParameters({ data, at }: PlacedDashboard, tables: Tables): readonly string[] {
  const filters = data.sheets.flatMap(({ visuals }) => visuals.flatMap((visual) => visual.filters ?? []));
  const used = new Set(filters.map(({ parameter }) => parameter));
  return Object.entries(data.parameters).flatMap(([name, parameter]) => {
    const unused = `no chart heeds it: filter one by it (\`filters: [{column: …, parameter: ${name}}]\`), or leave it out`;
    const wrong = [...(used.has(name) ? [] : [{ at: [], what: unused }]), ...wrongSource(parameter, tables)];
    return wrong.map((each) => {
      const path = ['parameters', name, ...each.at];
      return `${at(path)}: ${path.join('.')}: ${each.what}`;
    });
  });
}

function wrongSource(parameter: Parameter, tables: Tables): readonly Wrong[] {
  if (parameter.type !== 'select' || parameter.from === undefined) return [];
  const { dataset, column } = parameter.from;
  const missing = unknownTable(tables, dataset);
  if (missing !== undefined) return [{ at: ['from', 'dataset'], what: missing }];
  const found = findColumn(tables, dataset, column);
  if (found === undefined) return [];
  if ('mistake' in found) return [{ at: ['from', 'column'], what: found.mistake }];
  return found.type === 'string'
    ? []
    : [{ at: ['from', 'column'], what: `${column} is of type ${found.type}: what is chosen are texts` }];
}
