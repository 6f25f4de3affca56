import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { type Operation, operation } from '../../kernel/operation.ts';
import { checkDashboardBody } from './dashboard-body.ts';

type Dashboard = { readonly name: string; readonly body: string; readonly modified: number };

/** Dashboards are of no Region. */
function dashboardArn({ account }: Pick<Cloud, 'account'>, name = ''): string {
  return `arn:aws:cloudwatch::${account}:dashboard/${name}`;
}

export function dashboardOperations(dir: string): readonly Operation[] {
  const dashboards = openJournal<Dashboard>(join(dir, 'dashboards.jsonl'));
  return [putDashboard(dashboards), getDashboard(dashboards), listDashboards(dashboards), deleteDashboards(dashboards)];
}

const putDashboard = (dashboards: Journal<Dashboard>) =>
  operation('monitoring', 'PutDashboard', {
    permissions: ({ DashboardName }, { cloud }) => [
      { action: 'cloudwatch:PutDashboard', resource: dashboardArn(cloud, DashboardName) },
    ],
    handle({ DashboardName: name = '', DashboardBody: body = '' }, { cloud }) {
      if (!/^[A-Za-z0-9_-]{1,255}$/.test(name))
        throw new AwsError(
          'InvalidParameterValue',
          `The value ${name} for field DashboardName contains invalid characters.`,
        );
      checkDashboardBody(body);
      dashboards.put(name, { name, body, modified: cloud.clock.now() });
      return { DashboardValidationMessages: [] };
    },
  });

const noDashboard = (name: string) => new AwsError('DashboardNotFoundError', `Dashboard ${name} does not exist`, 404);

const getDashboard = (dashboards: Journal<Dashboard>) =>
  operation('monitoring', 'GetDashboard', {
    permissions: ({ DashboardName }, { cloud }) => [
      { action: 'cloudwatch:GetDashboard', resource: dashboardArn(cloud, DashboardName) },
    ],
    handle({ DashboardName = '' }, { cloud }) {
      const found = dashboards.get(DashboardName);
      if (found === undefined) throw noDashboard(DashboardName);
      return { DashboardArn: dashboardArn(cloud, DashboardName), DashboardName, DashboardBody: found.body };
    },
  });

const listDashboards = (dashboards: Journal<Dashboard>) =>
  operation('monitoring', 'ListDashboards', {
    permissions: () => [{ action: 'cloudwatch:ListDashboards', resource: '*' }],
    handle: ({ DashboardNamePrefix = '' }, { cloud }) => ({
      DashboardEntries: [...dashboards.values()]
        .filter(({ name }) => name.startsWith(DashboardNamePrefix))
        .map(({ name, body, modified }) => ({
          DashboardName: name,
          DashboardArn: dashboardArn(cloud, name),
          LastModified: new Date(modified),
          Size: Buffer.byteLength(body),
        })),
    }),
  });

/** All of them or none. */
const deleteDashboards = (dashboards: Journal<Dashboard>) =>
  operation('monitoring', 'DeleteDashboards', {
    permissions: ({ DashboardNames = [] }, { cloud }) =>
      DashboardNames.map((name) => ({ action: 'cloudwatch:DeleteDashboards', resource: dashboardArn(cloud, name) })),
    handle({ DashboardNames = [] }) {
      const missing = DashboardNames.find((name) => !dashboards.has(name));
      if (missing !== undefined) throw noDashboard(missing);
      for (const name of DashboardNames) dashboards.delete(name);
      return {};
    },
  });
