import { afterEach, beforeEach, expect, test } from 'vitest';
import { admin } from '../../kernel/caller.ts';
import { createTestCloud } from './cloud-for-tests.ts';
import { checkVpc, vpcPermissions } from './vpc.ts';

let testing: ReturnType<typeof createTestCloud>;
beforeEach(() => {
  testing = createTestCloud();
});
afterEach(() => testing.end());

const role = 'arn:aws:iam::000000000000:role/r';
const good = { SubnetIds: ['subnet-0123456789abcdef0'], SecurityGroupIds: ['sg-01234567'] };
const check = (settings: Parameters<typeof checkVpc>[0]) =>
  checkVpc(settings, role, { cloud: testing.cloud, caller: admin, requestId: 'r' });

test('a function in no VPC, or in subnets with groups, is taken', () => {
  check(undefined);
  check({ SubnetIds: [], SecurityGroupIds: [] });
  check(good);
});

test.each([
  [{ ...good, SubnetIds: ['vpc-01234567'] }, /DescribeSubnets.*InvalidSubnetID\.Malformed.*"vpc-01234567"/],
  [{ ...good, SecurityGroupIds: ['sg-1'] }, /DescribeSecurityGroups.*InvalidGroupId\.Malformed.*"sg-1"/],
  [{ SubnetIds: good.SubnetIds }, /must coexist/],
  [{ ...good, SecurityGroupIds: Array(6).fill('sg-01234567') }, /less than or equal to 5/],
])('%j is refused as Lambda does', (settings, message) => {
  expect(() => check(settings)).toThrow(message);
});

test('a role that cannot make network interfaces is refused', () => {
  testing.deny(({ action }, caller) => caller.kind === 'role' && action === 'ec2:CreateNetworkInterface');
  expect(() => check(good)).toThrow('does not have permissions to call CreateNetworkInterface on EC2');
});

test('who makes the function must see the network, where there is one', () => {
  expect(vpcPermissions(good).map(({ action }) => action)).toContain('ec2:DescribeVpcs');
  expect(vpcPermissions({ SubnetIds: [] })).toEqual([]);
});
