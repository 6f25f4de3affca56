import { ParameterError } from './parameter-error.ts';

export type Parameter = { readonly name: string; readonly value: string };
export type Network = { readonly subnetIds: readonly string[]; readonly securityGroupIds: readonly string[] };

const subnet = { shape: /^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, words: 'subnet IDs (subnet-0123456789abcdef0)' };
const group = { shape: /^sg-([0-9a-f]{8}|[0-9a-f]{17})$/, words: 'security group IDs (sg-0123456789abcdef0)' };

/** Most of each that a function can have. https://docs.aws.amazon.com/lambda/latest/api/API_VpcConfig.html */
const maxSubnets = 16;
const maxGroups = 5;

/** The network of two parameters, comma-separated lists; undefined where both are empty, which is no VPC. */
export function readNetwork(subnets: Parameter, groups: Parameter): Network | undefined {
  const subnetIds = readIds(subnets, subnet, maxSubnets);
  const securityGroupIds = readIds(groups, group, maxGroups);
  if (subnetIds.length > 0 !== securityGroupIds.length > 0) {
    const [given, missing] = subnetIds.length > 0 ? [subnets, groups] : [groups, subnets];
    throw new ParameterError(missing.name, missing.value, `given where ${given.name} is`);
  }
  return subnetIds.length === 0 ? undefined : { subnetIds, securityGroupIds };
}

/** As readNetwork, with one subnet: what a Glue connection has. */
export function readConnectionNetwork(subnetId: Parameter, groups: Parameter): Network | undefined {
  const network = readNetwork(subnetId, groups);
  if (network !== undefined && network.subnetIds.length > 1)
    throw new ParameterError(subnetId.name, subnetId.value, 'one subnet ID: a connection is in one subnet');
  return network;
}

function readIds(
  { name, value }: Parameter,
  { shape, words }: { readonly shape: RegExp; readonly words: string },
  max: number,
): readonly string[] {
  const ids = value
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  if (ids.length > max || !ids.every((id) => shape.test(id)))
    throw new ParameterError(name, value, `at most ${max} ${words}, separated by commas`);
  return ids;
}
