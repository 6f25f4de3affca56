import { allDashboards, noDashboard } from '../../render/find-dashboard.ts';
import { type Answering, NotThereError } from '../api.ts';

/** `dashboards`: what there is, and what is wrong in files that are not shown; `dashboards/integrations`: all of one. */
export const dashboards: Answering = async ({ path: [name] }) => {
  const { dashboards: all, mistakes } = allDashboards();
  if (name === undefined || name === '') return { dashboards: all.map(overviewOf), mistakes };
  const found = all.find((each) => each.name === name);
  if (found !== undefined) return found;
  const own = mistakes.filter((each) => each.startsWith(`dashboards/${name}.yml:`));
  throw new NotThereError(own.length > 0 ? own.join('\n') : noDashboard(name, all));
};

function overviewOf({
  name,
  title,
  description,
  owner,
  tags,
  sheets,
}: ReturnType<typeof allDashboards>['dashboards'][number]) {
  const charts = sheets.reduce((sum, sheet) => sum + sheet.charts.length, 0);
  return { name, title, description, owner, tags, sheets: sheets.map((sheet) => sheet.title), charts };
}
