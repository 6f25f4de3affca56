import { fileURLToPath } from 'node:url';
import type { Dashboard } from '@tributary/query/dashboards/core/model.ts';
import { readDashboards, type Survey, surveyDashboards } from '@tributary/query/dashboards/read-dashboards.ts';
import { MistakesError } from '@tributary/query/src/core/mistakes.ts';
import { near } from '../near.ts';
import { UsageError } from '../usage.ts';

const service = fileURLToPath(new URL('../../services/query', import.meta.url));

/** The dashboard of that name; throws UsageError where there is none, or a file of the service is not as it must be. */
export function findDashboard(name: string): Dashboard {
  const all = told(() => readDashboards(service));
  const found = all.find((each) => each.name === name);
  if (found !== undefined) return found;
  throw new UsageError(noDashboard(name, all));
}

/** All that can be shown, and what is wrong in the others; throws UsageError where datasets cannot be read. */
export function allDashboards(): Survey {
  return told(() => surveyDashboards(service));
}

export function noDashboard(name: string, all: readonly Dashboard[]): string {
  const names = all.map((each) => each.name);
  return `No file of services/query/dashboards/ is called ${name}.yml. ${near(name, names)}`;
}

function told<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof MistakesError)) throw error;
    throw new UsageError(`services/query is not as it must be:\n${error.message}`);
  }
}
