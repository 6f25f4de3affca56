import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';
import { tagList } from '../describe.ts';
import { applyInline, applyManaged, applyTags } from './role-parts.ts';

const document = z.record(z.string(), z.unknown());

const schema = z.strictObject({
  RoleName: z.string().optional(),
  Path: z.string().optional(),
  Description: z.string().optional(),
  AssumeRolePolicyDocument: document,
  MaxSessionDuration: z.number().int().optional(),
  PermissionsBoundary: z.string().optional(),
  ManagedPolicyArns: z.array(z.string()).optional(),
  Policies: z.array(z.strictObject({ PolicyName: z.string(), PolicyDocument: document })).optional(),
  Tags: z.array(z.strictObject({ Key: z.string(), Value: z.string() })).optional(),
});

type Properties = z.infer<typeof schema>;

/** AWS::IAM::Role: Ref is the name; attributes Arn and RoleId. */
export const roleResource = resourceType('AWS::IAM::Role', {
  schema,
  replaceOn: ['RoleName', 'Path'],
  async create(properties, request, { cloud, caller }) {
    const name = properties.RoleName ?? request.generatedName.slice(0, 64);
    const { Role: role } = await cloud.call(caller, 'iam', 'CreateRole', {
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify(properties.AssumeRolePolicyDocument),
      Path: properties.Path,
      Description: properties.Description,
      MaxSessionDuration: properties.MaxSessionDuration,
      PermissionsBoundary: properties.PermissionsBoundary,
      Tags: tagList(wantedTags(properties, request.tags)),
    });
    try {
      await applyPolicies(name, properties, { cloud, caller });
    } catch (error) {
      await removeRole(name, { cloud, caller });
      throw error;
    }
    return { physicalId: name, attributes: { Arn: role?.Arn ?? '', RoleId: role?.RoleId ?? '' } };
  },
  async update(current, properties, request, { cloud, caller }) {
    const name = current.physicalId;
    await cloud.call(caller, 'iam', 'UpdateAssumeRolePolicy', {
      RoleName: name,
      PolicyDocument: JSON.stringify(properties.AssumeRolePolicyDocument),
    });
    await cloud.call(caller, 'iam', 'UpdateRole', {
      RoleName: name,
      Description: properties.Description ?? '',
      MaxSessionDuration: properties.MaxSessionDuration ?? 3600,
    });
    await applyBoundary(name, properties.PermissionsBoundary, { cloud, caller });
    await applyPolicies(name, properties, { cloud, caller });
    await applyTags(name, wantedTags(properties, request.tags), { cloud, caller });
    return current;
  },
  async remove(current, _properties, { cloud, caller }) {
    await removeRole(current.physicalId, { cloud, caller });
  },
});

type Act = Pick<Context, 'cloud' | 'caller'>;

function wantedTags(properties: Properties, stackTags: Readonly<Record<string, string>>): Record<string, string> {
  return { ...stackTags, ...Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value])) };
}

async function applyPolicies(name: string, properties: Properties, act: Act): Promise<void> {
  const inline = (properties.Policies ?? []).map(
    ({ PolicyName, PolicyDocument }) => [PolicyName, JSON.stringify(PolicyDocument)] as const,
  );
  await applyInline(name, new Map(inline), act);
  await applyManaged(name, properties.ManagedPolicyArns ?? [], act);
}

async function applyBoundary(name: string, boundary: string | undefined, { cloud, caller }: Act): Promise<void> {
  if (boundary === undefined) await cloud.call(caller, 'iam', 'DeleteRolePermissionsBoundary', { RoleName: name });
  else await cloud.call(caller, 'iam', 'PutRolePermissionsBoundary', { RoleName: name, PermissionsBoundary: boundary });
}

/** Policies put on the role from elsewhere go with it, as CloudFormation's own handler does it. */
async function removeRole(name: string, act: Act): Promise<void> {
  await applyInline(name, new Map(), act);
  await applyManaged(name, [], act);
  await act.cloud.call(act.caller, 'iam', 'DeleteRole', { RoleName: name });
}
