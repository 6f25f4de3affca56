import { compileDashboard } from './compile-dashboard.ts';
import type { Chart, Dashboard } from './model.ts';
import { readDashboard } from './read-dashboard.ts';
import type { Tables } from './tables.ts';

const columnsOf = (types: Readonly<Record<string, string | undefined>>) => ({
  list: Object.entries(types).map(([name, type]) => ({ name, type })),
  isOpen: false,
});

/** A dataset with a column of each kind, and a view whose one column has no type. */
export const tables: Tables = new Map([
  [
    'usage',
    columnsOf({
      day: 'date',
      at: 'timestamp',
      slug: 'string',
      is_internal: 'boolean',
      requests: 'bigint',
      seats: 'int',
      share: 'double',
      price: 'decimal(10,2)',
      took_ms: 'bigint',
      attributes: 'map<string,string>',
    }),
  ],
  ['trend', columnsOf({ requests: undefined })],
]);

const sheet = (visuals: string) => `title: T
parameters:
  period: {type: date_range}
  which: {type: select, values: [a, b]}
sheets:
  - title: S
    visuals:
      - {type: kpi, title: All, dataset: usage, measure: count(*), filters: [{column: day, parameter: period}, {column: slug, parameter: which}]}
${visuals}`;

/** What a file with this chart, too, comes to. */
export function compiledWith(visual: string): { readonly dashboard: Dashboard; readonly mistakes: readonly string[] } {
  return compileDashboard(readDashboard('d.yml', sheet(`      - ${visual}`)), tables);
}

/** The chart; throws with what is wrong in it. */
export function chartOf(visual: string): Chart {
  const { dashboard, mistakes } = compiledWith(visual);
  const chart = dashboard.sheets[0]?.charts[1];
  if (chart === undefined || mistakes.length > 0) throw new Error(mistakes.join('\n'));
  return chart;
}
