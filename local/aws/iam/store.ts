import { join } from 'node:path';
import { AwsError } from '../../kernel/error.ts';
import { type Journal, openJournal } from '../../kernel/journal.ts';
import { managedPolicyDocument } from './managed-policies.ts';
import { type CompiledPolicy, compilePolicy } from './policy.ts';

export type Role = {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: number;
  readonly trustPolicy: string;
  readonly description?: string | undefined;
  readonly maxSessionSeconds: number;
  readonly boundary?: string | undefined;
  readonly inline: Readonly<Record<string, string>>;
  readonly attached: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
};

export type ManagedPolicy = {
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly path: string;
  readonly description?: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly version: number;
  readonly document: string;
};

/** What a role may do: its policies, and its permissions boundary when it has one. */
export type RolePolicies = { readonly identity: readonly CompiledPolicy[]; readonly boundary?: CompiledPolicy };

/** Roles by name and managed policies by ARN, with each role's policies compiled once until something changes. */
export type IamStore = {
  readonly policies: Pick<Journal<ManagedPolicy>, 'get' | 'has' | 'values'>;
  roles(): Iterable<Role>;
  /** NoSuchEntity when there is none. */
  role(name: string | undefined): Role;
  roleByArn(arn: string): Role | undefined;
  hasRole(name: string): boolean;
  putRole(role: Role): void;
  deleteRole(name: string): void;
  policy(arn: string | undefined): ManagedPolicy;
  putPolicy(policy: ManagedPolicy): void;
  deletePolicy(arn: string): void;
  /** The document behind a managed policy's ARN, the account's own or AWS's; NoSuchEntity when there is none. */
  documentOf(policyArn: string): string;
  policiesOf(roleArn: string): RolePolicies | undefined;
};

export function openIamStore(folder: string): IamStore {
  const roles = openJournal<Role>(join(folder, 'roles.jsonl'));
  const policies = openJournal<ManagedPolicy>(join(folder, 'policies.jsonl'));
  const byArn = new Map([...roles.values()].map((role) => [role.arn, role.name]));
  const compiled = new Map<string, RolePolicies>();

  const documentOf = (arn: string) => {
    const document = policies.get(arn)?.document ?? managedPolicyDocument(arn);
    if (document === undefined) throw noSuchEntity(`Policy ${arn} does not exist or is not attachable.`);
    return document;
  };
  const roleByArn = (arn: string) => roles.get(byArn.get(arn) ?? '');

  return {
    policies,
    roles: () => roles.values(),
    role(name = '') {
      const role = roles.get(name);
      if (!role) throw noSuchEntity(`The role with name ${name} cannot be found.`);
      return role;
    },
    roleByArn,
    hasRole: (name) => roles.has(name),
    putRole(role) {
      roles.put(role.name, role);
      byArn.set(role.arn, role.name);
      compiled.delete(role.arn);
    },
    deleteRole(name) {
      const role = roles.get(name);
      roles.delete(name);
      if (role) byArn.delete(role.arn);
      compiled.clear();
    },
    policy(arn = '') {
      const policy = policies.get(arn);
      if (!policy) throw noSuchEntity(`Policy ${arn} was not found.`);
      return policy;
    },
    putPolicy(policy) {
      policies.put(policy.arn, policy);
      compiled.clear();
    },
    deletePolicy(arn) {
      policies.delete(arn);
      compiled.clear();
    },
    documentOf,
    policiesOf(roleArn) {
      const known = compiled.get(roleArn);
      if (known) return known;
      const role = roleByArn(roleArn);
      if (!role) return undefined;
      const result = compileRole(role, documentOf);
      compiled.set(roleArn, result);
      return result;
    },
  };
}

function compileRole(role: Role, documentOf: (arn: string) => string): RolePolicies {
  const documents = [...Object.values(role.inline), ...role.attached.map(documentOf)];
  return {
    identity: documents.map(compilePolicy),
    ...(role.boundary !== undefined && { boundary: compilePolicy(documentOf(role.boundary)) }),
  };
}

export function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}
