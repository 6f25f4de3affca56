import { z } from 'zod';
import type { Context } from '../../../kernel/operation.ts';
import { resourceType } from '../../../kernel/resource.ts';

const schema = z.strictObject({
  PolicyName: z.string(),
  PolicyDocument: z.record(z.string(), z.unknown()),
  Roles: z.array(z.string()).min(1),
});

type Properties = z.infer<typeof schema>;
type Act = Pick<Context, 'cloud' | 'caller'>;

/** AWS::IAM::Policy: an inline policy put on each of its roles. The physical id keeps name and roles, to take it off again. */
export const policyResource = resourceType('AWS::IAM::Policy', {
  schema,
  replaceOn: ['PolicyName'],
  async create(properties, _request, { cloud, caller }) {
    await put(properties, { cloud, caller });
    return { physicalId: properties.PolicyName, attributes: { Roles: properties.Roles.join(',') } };
  },
  async update(current, properties, _request, { cloud, caller }) {
    await put(properties, { cloud, caller });
    const gone = rolesOf(current.attributes).filter((role) => !properties.Roles.includes(role));
    await takeOff(current.physicalId, gone, { cloud, caller });
    return { physicalId: current.physicalId, attributes: { Roles: properties.Roles.join(',') } };
  },
  async remove(current, _properties, { cloud, caller }) {
    await takeOff(current.physicalId, rolesOf(current.attributes), { cloud, caller });
  },
});

function rolesOf(attributes: Readonly<Record<string, string>>): readonly string[] {
  return (attributes.Roles ?? '').split(',').filter((role) => role !== '');
}

async function put({ PolicyName, PolicyDocument, Roles }: Properties, { cloud, caller }: Act): Promise<void> {
  const document = JSON.stringify(PolicyDocument);
  for (const RoleName of Roles)
    await cloud.call(caller, 'iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument: document });
}

async function takeOff(PolicyName: string, roles: readonly string[], { cloud, caller }: Act): Promise<void> {
  for (const RoleName of roles) await cloud.call(caller, 'iam', 'DeleteRolePolicy', { RoleName, PolicyName });
}
