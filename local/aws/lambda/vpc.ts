import type { VpcConfig } from '@aws-sdk/client-lambda';
import type { Context } from '../../kernel/operation.ts';
import type { Permission } from '../../kernel/permission.ts';
import { invalid } from './refusal.ts';

/** Most of each: https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html */
const lists = [
  { of: 'SubnetIds', max: 16, prefix: 'subnet', call: 'DescribeSubnets', code: 'InvalidSubnetID.Malformed' },
  { of: 'SecurityGroupIds', max: 5, prefix: 'sg', call: 'DescribeSecurityGroups', code: 'InvalidGroupId.Malformed' },
] as const;

/** Whether a function of these settings is put into a VPC. */
function hasVpc(settings: VpcConfig | undefined): boolean {
  return lists.some(({ of }) => (settings?.[of] ?? []).length > 0);
}

/** What Lambda asks of EC2 as whoever makes the function. https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export function vpcPermissions(settings: VpcConfig | undefined): readonly Permission[] {
  if (!hasVpc(settings)) return [];
  const actions = ['ec2:DescribeSecurityGroups', 'ec2:DescribeSubnets', 'ec2:DescribeVpcs'];
  return actions.map((action) => ({ action, resource: '*' }));
}

/** What Lambda makes a function's network interfaces with, as its role. */
const interfaceActions = ['CreateNetworkInterface', 'DescribeNetworkInterfaces', 'DeleteNetworkInterface'];

/** Throws for subnets and groups that Lambda refuses, and for a role that cannot make network interfaces. No network is checked to exist. */
export function checkVpc(settings: VpcConfig | undefined, roleArn: string, { cloud }: Context): void {
  if (settings === undefined || !hasVpc(settings)) return;
  for (const list of lists) checkList(list, settings[list.of] ?? []);
  if (lists.some(({ of }) => (settings[of] ?? []).length === 0))
    throw invalid('SubnetIds and SecurityIds must coexist or be both empty list.');
  for (const action of interfaceActions)
    try {
      cloud.authorize({ kind: 'role', roleArn, sessionName: 'awslambda' }, { action: `ec2:${action}`, resource: '*' });
    } catch {
      throw invalid(`The provided execution role does not have permissions to call ${action} on EC2`);
    }
}

function checkList({ of, max, prefix, call, code }: (typeof lists)[number], ids: readonly string[]): void {
  if (ids.length > max)
    throw invalid(
      `1 validation error detected: Value at 'vpcConfig.${of}' failed to satisfy constraint: Member must have length less than or equal to ${max}`,
    );
  const bad = ids.find((id) => !new RegExp(`^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$`).test(id));
  if (bad !== undefined)
    throw invalid(
      `Error occurred while ${call}. EC2 Error Code: ${code}. EC2 Error Message: Invalid id: "${bad}" (expecting "${prefix}-...")`,
    );
}
