import type { Dashboard } from '../core/model.ts';
import { checkSensitive } from './check-sensitive.ts';
import { dataSetKey, dataSetResources, keyOf, principals, type SharedTable } from './data-set.ts';
import { datasetsOf, definitionOf } from './definition.ts';
import { permissionsOf } from './permissions.ts';
import type { QuickSightSettings } from './settings.ts';
import { themeConfiguration } from './theme.ts';

export type QuickSightNames = {
  /** `tributary-prod`: what the ids of all assets begin with. */
  readonly prefix: string;
  readonly database: string;
  readonly workGroup: string;
};

/** All of QuickSight's that the dashboards come to: a data source, a data set per table that is shown, a theme, and per file an analysis and a dashboard. */
export function quickSightResources(
  dashboards: readonly Dashboard[],
  tables: ReadonlyMap<string, SharedTable>,
  names: QuickSightNames,
  settings: QuickSightSettings,
) {
  if (dashboards.length === 0) return {};
  checkSensitive(dashboards, tables, settings);
  const shown = [...new Set(dashboards.flatMap(datasetsOf))].flatMap((name) => tables.get(name) ?? []);
  return {
    QuickSightDataSource: dataSource(names, settings),
    QuickSightTheme: theme(names, settings),
    ...Object.assign({}, ...shown.map((table) => dataSetResources(table, names, settings))),
    ...Object.assign({}, ...dashboards.map((dashboard) => dashboardResources(dashboard, names, settings))),
  };
}

const account = { AwsAccountId: { Ref: 'AWS::AccountId' } };

function dataSource({ prefix, workGroup }: QuickSightNames, { principal, sensitivePrincipal }: QuickSightSettings) {
  return {
    Type: 'AWS::QuickSight::DataSource',
    Properties: {
      ...account,
      DataSourceId: prefix,
      Name: prefix,
      Type: 'ATHENA',
      DataSourceParameters: { AthenaParameters: { WorkGroup: workGroup } },
      Permissions: principals(principal, sensitivePrincipal).flatMap((each) => permissionsOf(each, 'dataSource')),
    },
  };
}

function theme({ prefix }: QuickSightNames, { principal, sensitivePrincipal }: QuickSightSettings) {
  return {
    Type: 'AWS::QuickSight::Theme',
    Properties: {
      ...account,
      ThemeId: prefix,
      Name: prefix,
      BaseThemeId: 'CLASSIC',
      Configuration: themeConfiguration,
      Permissions: principals(principal, sensitivePrincipal).flatMap((each) => permissionsOf(each, 'theme')),
    },
  };
}

function dashboardResources(
  dashboard: Dashboard,
  { prefix }: QuickSightNames,
  { principal, sensitivePrincipal }: QuickSightSettings,
) {
  const { name, title } = dashboard;
  const Definition = definitionOf(dashboard, (dataset) => ({ 'Fn::GetAtt': [dataSetKey(dataset), 'Arn'] }));
  const id = `${prefix}-${name}`;
  const common = { ...account, Name: title, Definition, ThemeArn: { 'Fn::GetAtt': ['QuickSightTheme', 'Arn'] } };
  const who = principals(principal, sensitivePrincipal);
  return {
    [`QuickSight${keyOf(name)}Analysis`]: {
      Type: 'AWS::QuickSight::Analysis',
      Properties: {
        ...common,
        AnalysisId: id,
        Status: 'CREATION_SUCCESSFUL',
        Permissions: who.flatMap((each) => permissionsOf(each, 'analysis')),
      },
    },
    [`QuickSight${keyOf(name)}Dashboard`]: {
      Type: 'AWS::QuickSight::Dashboard',
      Properties: {
        ...common,
        DashboardId: id,
        Permissions: who.flatMap((each) => permissionsOf(each, 'dashboard')),
        DashboardPublishOptions: {
          AdHocFilteringOption: { AvailabilityStatus: 'ENABLED' },
          ExportToCSVOption: { AvailabilityStatus: 'ENABLED' },
        },
      },
    },
  };
}
