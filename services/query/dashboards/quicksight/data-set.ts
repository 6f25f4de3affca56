import type { ColumnType } from '../../src/core/header/columns.ts';
import { quickSightType } from './column.ts';
import { permissionsOf } from './permissions.ts';
import type { QuickSightSettings } from './settings.ts';

/** A dataset or view whose rows QuickSight reads. */
export type SharedTable = {
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: ColumnType }[];
  readonly sensitive: readonly string[];
};

type Names = { readonly prefix: string; readonly database: string };

/** The data set of a table, and when it is refreshed; columns that are sensitive are for those alone who may see them, and nobody's where nobody may. */
export function dataSetResources(
  table: SharedTable,
  names: Names,
  { principal, sensitivePrincipal, refresh }: QuickSightSettings,
) {
  const { name } = table;
  const shown = table.columns.filter(
    (column) => sensitivePrincipal !== undefined || !table.sensitive.includes(column.name),
  );
  const columns = shown.flatMap((column) => {
    const type = quickSightType(column.type);
    return type === undefined ? [] : [{ Name: column.name, Type: type }];
  });
  const id = `${names.prefix}-${name}`;
  const dataSet = {
    Type: 'AWS::QuickSight::DataSet',
    Properties: {
      AwsAccountId: { Ref: 'AWS::AccountId' },
      DataSetId: id,
      Name: name,
      ImportMode: refresh === 'direct' ? 'DIRECT_QUERY' : 'SPICE',
      PhysicalTableMap: {
        table: {
          RelationalTable: {
            DataSourceArn: { 'Fn::GetAtt': ['QuickSightDataSource', 'Arn'] },
            Catalog: 'AwsDataCatalog',
            Schema: names.database,
            Name: name,
            InputColumns: columns,
          },
        },
      },
      Permissions: principals(principal, sensitivePrincipal).flatMap((each) => permissionsOf(each, 'dataSet')),
      ...restricted(table, sensitivePrincipal),
    },
  };
  return {
    [dataSetKey(name)]: dataSet,
    ...(refresh === 'direct' ? {} : { [`${dataSetKey(name)}Refresh`]: schedule(id, name, refresh) }),
  };
}

/** Those who see everything, too. */
export function principals(...all: readonly (string | undefined)[]): readonly string[] {
  return [...new Set(all.flatMap((each) => each ?? []))];
}

function restricted({ sensitive }: SharedTable, sensitivePrincipal: string | undefined) {
  if (sensitivePrincipal === undefined || sensitive.length === 0) return {};
  return { ColumnLevelPermissionRules: [{ ColumnNames: sensitive, Principals: [sensitivePrincipal] }] };
}

function schedule(id: string, name: string, refresh: 'hourly' | 'daily') {
  return {
    Type: 'AWS::QuickSight::RefreshSchedule',
    DependsOn: dataSetKey(name),
    Properties: {
      AwsAccountId: { Ref: 'AWS::AccountId' },
      DataSetId: id,
      Schedule: {
        ScheduleId: refresh,
        RefreshType: 'FULL_REFRESH',
        ScheduleFrequency:
          refresh === 'hourly'
            ? { Interval: 'HOURLY' }
            : { Interval: 'DAILY', TimeOfTheDay: '03:30', TimeZone: 'Etc/UTC' },
      },
    },
  };
}

/** `integration_usage` ▶ `QuickSightIntegrationUsage` */
export function dataSetKey(table: string): string {
  return `QuickSight${keyOf(table)}`;
}

/** A name as a template's key has it. */
export function keyOf(name: string): string {
  return name
    .split(/[_-]/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join('');
}
