// The sets that QuickSight takes together: https://docs.aws.amazon.com/quicksight/latest/developerguide/asset-permissions.html
const viewers = {
  dataSource: ['DescribeDataSource', 'DescribeDataSourcePermissions', 'PassDataSource'],
  dataSet: ['DescribeDataSet', 'DescribeDataSetPermissions', 'PassDataSet', 'DescribeIngestion', 'ListIngestions'],
  theme: ['DescribeTheme', 'DescribeThemeAlias', 'ListThemeAliases', 'ListThemeVersions'],
  dashboard: ['DescribeDashboard', 'ListDashboardVersions', 'QueryDashboard'],
  // An analysis has owners alone: it is what people change a dashboard's copy in.
  analysis: [
    'DescribeAnalysis',
    'DescribeAnalysisPermissions',
    'QueryAnalysis',
    'UpdateAnalysis',
    'UpdateAnalysisPermissions',
    'DeleteAnalysis',
    'RestoreAnalysis',
  ],
} as const;

/** What a user or group may do with an asset: look at it and use it; the files are what changes it. */
export function permissionsOf(principal: string, asset: keyof typeof viewers) {
  return [{ Principal: principal, Actions: viewers[asset].map((action) => `quicksight:${action}`) }];
}
