import { fieldChecks } from './check-fields.ts';
import { checkParameters } from './check-parameters.ts';
import { compileChart } from './compile-chart.ts';
import { labelOf } from './labels.ts';
import type { Dashboard, Sheet } from './model.ts';
import type { PlacedDashboard } from './read-dashboard.ts';
import type { Tables } from './tables.ts';

export type CompiledDashboard = { readonly dashboard: Dashboard; readonly mistakes: readonly string[] };

/** A dashboard with the types of its columns, and what is wrong in it: a line each, with its place. Of wrong columns the dashboard has nothing. */
export function compileDashboard(file: PlacedDashboard, tables: Tables): CompiledDashboard {
  const { title, description, owner, tags = [], parameters, sheets } = file.data;
  const titles = sheets.map((sheet, at) => idOf(sheet.title, `sheet-${at + 1}`));
  const compiled = sheets.map((_, at) => compileSheet(file, tables, at, titles[at] ?? ''));
  const labelled = Object.entries(parameters).map(
    ([name, each]) => [name, { ...each, label: each.label ?? labelOf(name) }] as const,
  );
  return {
    dashboard: {
      name: file.name,
      title,
      description,
      owner,
      tags,
      parameters: Object.fromEntries(labelled),
      sheets: compiled.map(({ sheet }) => sheet),
    },
    mistakes: [
      ...checkParameters(file, tables),
      ...repeated(titles, (at) => ['sheets', at, 'title'], 'another sheet has this title', file),
      ...compiled.flatMap((each) => each.mistakes),
    ],
  };
}

function compileSheet(file: PlacedDashboard, tables: Tables, at: number, id: string) {
  const { parameters, sheets } = file.data;
  const { title = '', description, visuals = [] } = sheets[at] ?? {};
  const ids = visuals.map((visual, index) => `${id}--${idOf(visual.title, `chart-${index + 1}`)}`);
  const checked = visuals.map((visual, index) => {
    const path = ['sheets', at, 'visuals', index];
    const checks = fieldChecks({ file, tables, parameters, visual, path });
    return { chart: compileChart(ids[index] ?? '', visual, checks), mistakes: checks.mistakes };
  });
  const sheet: Sheet = { id, title, description, charts: checked.map(({ chart }) => chart) };
  const placeOf = (index: number) => ['sheets', at, 'visuals', index, 'title'];
  const twice = repeated(ids, placeOf, 'another chart of this sheet has this title', file);
  return { sheet, mistakes: [...twice, ...checked.flatMap(({ mistakes }) => mistakes)] };
}

/** Ids follow from titles: those that come to the same id have a mistake each but the first. */
function repeated(
  ids: readonly string[],
  pathOf: (at: number) => readonly PropertyKey[],
  what: string,
  file: PlacedDashboard,
): readonly string[] {
  return ids.flatMap((id, at) =>
    ids.indexOf(id) === at ? [] : [`${file.at(pathOf(at))}: ${pathOf(at).join('.')}: ${what}`],
  );
}

/** What an address and QuickSight take: ASCII's letters and digits, and single `-`. */
function idOf(title: string, otherwise: string): string {
  const own = title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return own === '' ? otherwise : own;
}
