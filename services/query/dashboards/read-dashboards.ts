import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeclarationError } from '@tributary/shared/yaml-file.ts';
import { columnsByName } from '../src/core/graph/columns.ts';
import { inOrder, MistakesError } from '../src/core/mistakes.ts';
import { compileDashboard } from './core/compile-dashboard.ts';
import type { Dashboard } from './core/model.ts';
import { type PlacedDashboard, readDashboard } from './core/read-dashboard.ts';
import type { Tables } from './core/tables.ts';
import { readGraph } from './read-graph.ts';

export type Survey = {
  /** Those that are as they must be, by their names. */
  readonly dashboards: readonly Dashboard[];
  /** What is wrong in the others: a line each, in order of file and place. */
  readonly mistakes: readonly string[];
};

/** The dashboards of a service's folder; throws MistakesError with all that is wrong in any of them. */
export function readDashboards(service: string): readonly Dashboard[] {
  return dashboardsOver(service, () => columnsByName(readGraph(service)));
}

/** The same for who knows the tables already; without a file nobody asks for them. */
export function dashboardsOver(service: string, tablesOf: () => Tables): readonly Dashboard[] {
  const { dashboards, mistakes } = surveyOver(service, tablesOf);
  if (mistakes.length > 0) throw new MistakesError(mistakes);
  return dashboards;
}

/** For who shows those that are right while others are wrong; throws MistakesError where datasets cannot be read. */
export function surveyDashboards(service: string): Survey {
  return surveyOver(service, () => columnsByName(readGraph(service)));
}

function surveyOver(service: string, tablesOf: () => Tables): Survey {
  const read = filesOf(join(service, 'dashboards'));
  if (read.length === 0) return { dashboards: [], mistakes: [] };
  const tables = tablesOf();
  const compiled = read.flatMap((file) => (typeof file === 'string' ? [] : [compileDashboard(file, tables)]));
  const unread = read.flatMap((file) => (typeof file === 'string' ? file.split('\n') : []));
  return {
    dashboards: compiled.flatMap(({ dashboard, mistakes }) => (mistakes.length > 0 ? [] : [dashboard])),
    mistakes: inOrder([...unread, ...compiled.flatMap((each) => each.mistakes)]),
  };
}

/** A file, or its mistakes, a line each. */
function filesOf(folder: string): readonly (PlacedDashboard | string)[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file) && !file.startsWith('.'));
  return files.toSorted().map((file) => {
    if (!/^[a-z][a-z0-9_-]{0,63}\.yml$/.test(file))
      return `dashboards/${file}:1:1: a name of lower-case letters, digits, - and _ is expected, as integrations.yml`;
    try {
      return readDashboard(file, readFileSync(join(folder, file), 'utf8'));
    } catch (error) {
      if (error instanceof DeclarationError) return error.message;
      throw error;
    }
  });
}
