import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({ DashboardName: z.string().optional(), DashboardBody: z.string() });

async function put(DashboardName: string, DashboardBody: string, { cloud, caller }: Context): Promise<void> {
  await cloud.call(caller, 'monitoring', 'PutDashboard', { DashboardName, DashboardBody });
}

export const dashboardResource = resourceType('AWS::CloudWatch::Dashboard', {
  schema,
  replaceOn: ['DashboardName'],
  async create({ DashboardName, DashboardBody }, { generatedName }, context) {
    const name = DashboardName ?? generatedName;
    await put(name, DashboardBody, context);
    return { physicalId: name, attributes: {} };
  },
  async update(current, { DashboardBody }, _request, context) {
    await put(current.physicalId, DashboardBody, context);
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await cloud.call(caller, 'monitoring', 'DeleteDashboards', { DashboardNames: [current.physicalId] });
  },
});
