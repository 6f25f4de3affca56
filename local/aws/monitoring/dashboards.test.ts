import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { createTestCloud } from '../lambda/cloud-for-tests.ts';
import { createMonitoring } from './service.ts';

let testing: ReturnType<typeof createTestCloud>;
beforeEach(() => {
  testing = createTestCloud();
  testing.add(createMonitoring(testing.cloud));
});
afterEach(() => testing.end());

const text = { type: 'text', x: 0, y: 0, width: 24, height: 2, properties: { markdown: '# Lake' } };
const put = (DashboardBody: unknown, DashboardName = 'lake') =>
  testing.cloud.call(admin, 'monitoring', 'PutDashboard', {
    DashboardName,
    DashboardBody: typeof DashboardBody === 'string' ? DashboardBody : JSON.stringify(DashboardBody),
  });

test('a dashboard is kept over a restart, listed and deleted', async () => {
  await put({ widgets: [text] });
  testing.add(createMonitoring(testing.cloud));
  const { cloud } = testing;
  const { DashboardBody = '' } = await cloud.call(admin, 'monitoring', 'GetDashboard', { DashboardName: 'lake' });
  expect(JSON.parse(DashboardBody)).toEqual({ widgets: [text] });
  expect(await cloud.call(admin, 'monitoring', 'ListDashboards', { DashboardNamePrefix: 'la' })).toMatchObject({
    DashboardEntries: [{ DashboardName: 'lake', DashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/lake' }],
  });
  await cloud.call(admin, 'monitoring', 'DeleteDashboards', { DashboardNames: ['lake'] });
  await expect(cloud.call(admin, 'monitoring', 'GetDashboard', { DashboardName: 'lake' })).rejects.toMatchObject({
    code: 'DashboardNotFoundError',
  });
});

test.each<readonly [what: string, body: unknown, path: string]>([
  ['of 25 columns', { widgets: [{ ...text, width: 25 }] }, '/widgets/0/width'],
  ['beyond the last column', { widgets: [text, { ...text, x: 24 }] }, '/widgets/1/x'],
  ['of no rows', { widgets: [{ ...text, height: 0 }] }, '/widgets/0/height'],
  ['of no type', { widgets: [{ ...text, type: 'pie' }] }, '/widgets/0/type'],
  ['without a text', { widgets: [{ ...text, properties: {} }] }, '/widgets/0/properties'],
  [
    'without a region',
    { widgets: [{ type: 'metric', properties: { metrics: [['a', 'b']] } }] },
    '/widgets/0/properties',
  ],
  [
    'with bare metrics',
    { widgets: [{ type: 'metric', properties: { region: 'r', metrics: ['a'] } }] },
    '/widgets/0/properties/metrics',
  ],
])('a widget %s is refused, with its place', async (_what, body, DataPath) => {
  await expect(put(body)).rejects.toMatchObject({
    code: 'DashboardInvalidInputError',
    members: { dashboardValidationMessages: [{ DataPath }] },
  });
});

test('a body that is no JSON, or has no widgets, and a name with a dot are refused', async () => {
  await expect(put('{')).rejects.toThrow('valid JSON');
  await expect(put({})).rejects.toThrow('widgets');
  await expect(put({ widgets: [] }, 'a.b')).rejects.toThrow('invalid characters');
});
