import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';
import { tagList } from '../describe.ts';
import { applyInline, applyManaged, applyTags, takeAllOff } from './role-parts.ts';

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
      await applyPolicies(name, properties, nothing, { cloud, caller });
    } catch (error) {
      await removeRole(name, { cloud, caller });
      throw error;
    }
    return { physicalId: name, attributes: { Arn: role?.Arn ?? '', RoleId: role?.RoleId ?? '', ...ownOf(properties) } };
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
    await applyPolicies(name, properties, current.attributes, { cloud, caller });
    await applyTags(name, wantedTags(properties, request.tags), { cloud, caller });
    return { ...current, attributes: { ...current.attributes, ...ownOf(properties) } };
  },
  async remove(current, _properties, { cloud, caller }) {
    await removeRole(current.physicalId, { cloud, caller });
  },
});

type Act = Pick<Context, 'cloud' | 'caller'>;

function wantedTags(properties: Properties, stackTags: Readonly<Record<string, string>>): Record<string, string> {
  return { ...stackTags, ...Object.fromEntries((properties.Tags ?? []).map(({ Key, Value }) => [Key, Value])) };
}

type Own = { readonly OwnPolicies?: string; readonly OwnManaged?: string };

const nothing: Own = {};

/** What the role's own properties put on it, kept beside its attributes: another resource's policies are not the role's to take off. */
function ownOf({ Policies = [], ManagedPolicyArns = [] }: Properties): Required<Own> {
  return {
    OwnPolicies: Policies.map(({ PolicyName }) => PolicyName).join(' '),
    OwnManaged: ManagedPolicyArns.join(' '),
  };
}

async function applyPolicies(name: string, properties: Properties, before: Own, act: Act): Promise<void> {
  const inline = (properties.Policies ?? []).map(
    ({ PolicyName, PolicyDocument }) => [PolicyName, JSON.stringify(PolicyDocument)] as const,
  );
  const { OwnPolicies = '', OwnManaged = '' } = before;
  await applyInline(name, new Map(inline), OwnPolicies.split(' '), act);
  await applyManaged(name, properties.ManagedPolicyArns ?? [], OwnManaged.split(' '), act);
}

async function applyBoundary(name: string, boundary: string | undefined, { cloud, caller }: Act): Promise<void> {
  if (boundary === undefined) await cloud.call(caller, 'iam', 'DeleteRolePermissionsBoundary', { RoleName: name });
  else await cloud.call(caller, 'iam', 'PutRolePermissionsBoundary', { RoleName: name, PermissionsBoundary: boundary });
}

async function removeRole(name: string, act: Act): Promise<void> {
  await takeAllOff(name, act);
  await act.cloud.call(act.caller, 'iam', 'DeleteRole', { RoleName: name });
}
