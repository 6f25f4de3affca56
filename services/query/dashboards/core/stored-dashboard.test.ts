import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readDashboards } from '../read-dashboards.ts';
import { storedDashboard } from './stored-dashboard.ts';

test('what packaging writes down of a dashboard is the dashboard, down to each filter and format', () => {
  const dashboards = readDashboards(fileURLToPath(new URL('../..', import.meta.url)));
  for (const dashboard of dashboards) {
    const written: unknown = JSON.parse(JSON.stringify(dashboard));
    expect(storedDashboard.parse(written)).toEqual(written);
  }
  expect(dashboards).not.toEqual([]);
});
