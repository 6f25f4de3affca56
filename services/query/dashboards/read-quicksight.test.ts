import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readQuickSight } from './read-quicksight.ts';

const service = fileURLToPath(new URL('..', import.meta.url));
const settings: Readonly<Record<string, string>> = {
  'param:quickSightRefresh': 'hourly',
  'self:custom.names.prefix': 'tributary',
  'self:custom.names.lakeDatabase': 'tributary_lake_dev',
  'self:custom.names.workGroup': 'tributary-dev',
  'sls:stage': 'dev',
};
const made = (given: Readonly<Record<string, string>>) =>
  readQuickSight(service, async (address) => given[address] ?? settings[address] ?? '');

test('the dashboards that ship are made in QuickSight for a principal, and for nobody else', async () => {
  expect(await made({})).toEqual({ Resources: {} });
  const analysts = 'arn:aws:quicksight:eu-west-1:123456789012:group/default/analysts';
  const { Resources } = await made({ 'param:quickSightPrincipal': analysts });
  expect(Object.keys(Resources)).toEqual(
    expect.arrayContaining([
      'QuickSightIntegrationsDashboard',
      'QuickSightOperationsDashboard',
      'QuickSightIntegrationTrend',
    ]),
  );
  expect(JSON.stringify(Resources)).toContain('"Schema":"tributary_lake_dev"');
  expect(JSON.stringify(Resources)).toContain('"DashboardId":"tributary-dev-integrations"');
});
