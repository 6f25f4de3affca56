import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  ManagedPolicyName: z.string().optional(),
  Path: z.string().optional(),
  Description: z.string().optional(),
  PolicyDocument: z.record(z.string(), z.unknown()),
  Roles: z.array(z.string()).optional(),
});

type Act = Pick<Context, 'cloud' | 'caller'>;

/** AWS::IAM::ManagedPolicy: Ref is its ARN. */
export const managedPolicyResource = resourceType('AWS::IAM::ManagedPolicy', {
  schema,
  replaceOn: ['ManagedPolicyName', 'Path', 'Description'],
  async create(properties, request, { cloud, caller }) {
    const { Policy: policy } = await cloud.call(caller, 'iam', 'CreatePolicy', {
      PolicyName: properties.ManagedPolicyName ?? request.generatedName.slice(0, 128),
      PolicyDocument: JSON.stringify(properties.PolicyDocument),
      Path: properties.Path,
      Description: properties.Description,
    });
    const arn = policy?.Arn ?? '';
    await attach(arn, properties.Roles ?? [], { cloud, caller });
    return {
      physicalId: arn,
      attributes: { PolicyArn: arn, PolicyId: policy?.PolicyId ?? '', Roles: list(properties.Roles) },
    };
  },
  async update(current, properties, _request, { cloud, caller }) {
    await cloud.call(caller, 'iam', 'CreatePolicyVersion', {
      PolicyArn: current.physicalId,
      PolicyDocument: JSON.stringify(properties.PolicyDocument),
      SetAsDefault: true,
    });
    const wanted = properties.Roles ?? [];
    await detach(
      current.physicalId,
      rolesOf(current.attributes).filter((role) => !wanted.includes(role)),
      { cloud, caller },
    );
    await attach(current.physicalId, wanted, { cloud, caller });
    return { ...current, attributes: { ...current.attributes, Roles: list(wanted) } };
  },
  async remove(current, _properties, { cloud, caller }) {
    await detach(current.physicalId, rolesOf(current.attributes), { cloud, caller });
    await cloud.call(caller, 'iam', 'DeletePolicy', { PolicyArn: current.physicalId });
  },
});

function list(roles: readonly string[] = []): string {
  return roles.join(',');
}

function rolesOf(attributes: Readonly<Record<string, string>>): readonly string[] {
  return (attributes.Roles ?? '').split(',').filter((role) => role !== '');
}

async function attach(PolicyArn: string, roles: readonly string[], { cloud, caller }: Act): Promise<void> {
  for (const RoleName of roles) await cloud.call(caller, 'iam', 'AttachRolePolicy', { RoleName, PolicyArn });
}

async function detach(PolicyArn: string, roles: readonly string[], { cloud, caller }: Act): Promise<void> {
  for (const RoleName of roles) await cloud.call(caller, 'iam', 'DetachRolePolicy', { RoleName, PolicyArn });
}
