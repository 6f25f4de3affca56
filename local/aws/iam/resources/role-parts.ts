import type { Context } from '../../../kernel/operation.ts';
import { tagList } from '../describe.ts';

type Act = Pick<Context, 'cloud' | 'caller'>;

/** Puts these inline policies on the role, and takes off those of `before` that are no longer wanted; what others put there stays. */
export async function applyInline(
  role: string,
  wanted: ReadonlyMap<string, string>,
  before: readonly string[],
  act: Act,
): Promise<void> {
  const { cloud, caller } = act;
  const { PolicyNames: present = [] } = await cloud.call(caller, 'iam', 'ListRolePolicies', { RoleName: role });
  for (const name of present)
    if (before.includes(name) && !wanted.has(name))
      await cloud.call(caller, 'iam', 'DeleteRolePolicy', { RoleName: role, PolicyName: name });
  for (const [name, document] of wanted)
    await cloud.call(caller, 'iam', 'PutRolePolicy', { RoleName: role, PolicyName: name, PolicyDocument: document });
}

/** The same for attached managed policies, by their ARNs. */
export async function applyManaged(
  role: string,
  wanted: readonly string[],
  before: readonly string[],
  act: Act,
): Promise<void> {
  const { cloud, caller } = act;
  const { AttachedPolicies = [] } = await cloud.call(caller, 'iam', 'ListAttachedRolePolicies', { RoleName: role });
  const present = AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn);
  for (const arn of present)
    if (before.includes(arn) && !wanted.includes(arn))
      await cloud.call(caller, 'iam', 'DetachRolePolicy', { RoleName: role, PolicyArn: arn });
  for (const arn of wanted)
    if (!present.includes(arn)) await cloud.call(caller, 'iam', 'AttachRolePolicy', { RoleName: role, PolicyArn: arn });
}

/** Takes every policy off a role that goes, whoever put it there, as CloudFormation's own handler does. */
export async function takeAllOff(role: string, act: Act): Promise<void> {
  const { cloud, caller } = act;
  const { PolicyNames: inline = [] } = await cloud.call(caller, 'iam', 'ListRolePolicies', { RoleName: role });
  await applyInline(role, new Map(), inline, act);
  const { AttachedPolicies = [] } = await cloud.call(caller, 'iam', 'ListAttachedRolePolicies', { RoleName: role });
  await applyManaged(
    role,
    [],
    AttachedPolicies.map(({ PolicyArn = '' }) => PolicyArn),
    act,
  );
}

/** Makes the role's tags exactly these. */
export async function applyTags(role: string, wanted: Readonly<Record<string, string>>, act: Act): Promise<void> {
  const { cloud, caller } = act;
  const { Tags = [] } = await cloud.call(caller, 'iam', 'ListRoleTags', { RoleName: role });
  const gone = Tags.map(({ Key = '' }) => Key).filter((key) => wanted[key] === undefined);
  if (gone.length > 0) await cloud.call(caller, 'iam', 'UntagRole', { RoleName: role, TagKeys: gone });
  await cloud.call(caller, 'iam', 'TagRole', { RoleName: role, Tags: tagList(wanted) });
}
