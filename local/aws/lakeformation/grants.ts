import type { Permission, PrincipalResourcePermissions } from '@aws-sdk/client-lakeformation';
import { operation } from '../../kernel/operation.ts';
import { requireAdministrator } from './administrator.ts';
import { invalidInput } from './error.ts';
import { type LakeResource, readResource, writeResource } from './lake-resource.ts';
import { allowed } from './permission.ts';
import { keyOf, type LakeStore, type StoredGrant } from './store.ts';
import { findTag } from './tags.ts';

export const grantPermissions = (store: LakeStore) =>
  operation('lakeformation', 'GrantPermissions', {
    permissions: () => allowed('GrantPermissions'),
    handle(input, { caller }) {
      requireAdministrator(store, caller, 'Grant');
      const principal = principalOf(input.Principal?.DataLakePrincipalIdentifier);
      const resource = readResource(input.Resource);
      checkTags(store, resource);
      const key = keyOf(principal, resource);
      const held = store.grants.get(key);
      const together = (some: readonly Permission[] = [], others: readonly Permission[] = []) => [
        ...new Set([...some, ...others]),
      ];
      store.grants.put(key, {
        principal,
        resource,
        permissions: together(held?.permissions, input.Permissions),
        grantable: together(held?.grantable, input.PermissionsWithGrantOption),
      });
      return {};
    },
  });

export const revokePermissions = (store: LakeStore) =>
  operation('lakeformation', 'RevokePermissions', {
    permissions: () => allowed('RevokePermissions'),
    handle(input, { caller }) {
      requireAdministrator(store, caller, 'Grant');
      const principal = principalOf(input.Principal?.DataLakePrincipalIdentifier);
      const key = keyOf(principal, readResource(input.Resource));
      const held = store.grants.get(key);
      if (held === undefined)
        throw invalidInput('No permissions revoked. Grantee does not have the specified permissions.');
      const without = (some: readonly Permission[], gone: readonly Permission[] = []) =>
        some.filter((each) => !gone.includes(each));
      const permissions = without(held.permissions, input.Permissions);
      const grantable = without(held.grantable, input.PermissionsWithGrantOption);
      if (permissions.length === 0) store.grants.delete(key);
      else store.grants.put(key, { ...held, permissions, grantable });
      return {};
    },
  });

/** All of them in one answer: there are few here. */
export const listPermissions = (store: LakeStore) =>
  operation('lakeformation', 'ListPermissions', {
    permissions: () => allowed('ListPermissions'),
    handle(input, { cloud }) {
      const principal = input.Principal?.DataLakePrincipalIdentifier;
      const resource = input.Resource && JSON.stringify(readResource(input.Resource));
      const found = [...store.grants.values()].filter(
        (grant) =>
          (principal === undefined || grant.principal === principal) &&
          (resource === undefined || JSON.stringify(grant.resource) === resource),
      );
      return { PrincipalResourcePermissions: found.map((grant) => describe(grant, cloud.account)) };
    },
  });

export function principalOf(identifier: string | undefined): string {
  if (identifier === undefined || !/^arn:aws[\w-]*:iam::\d{12}:(role|user)\//.test(identifier))
    throw invalidInput(`Invalid principal, ${identifier}: the ARN of a role or user is expected.`);
  return identifier;
}

/** A grant by tags names tags and values that there are. */
function checkTags(store: LakeStore, resource: LakeResource): void {
  const named = resource.kind === 'policy' ? resource.expression : resource.kind === 'tag' ? [resource] : [];
  for (const { key, values } of named) {
    const tag = findTag(store, key);
    const unknown = values.find((value) => value !== '*' && !tag.values.includes(value));
    if (unknown !== undefined) throw invalidInput(`Tag value ${unknown} does not exist for the tag key ${key}.`);
  }
}

function describe({ principal, resource, ...grant }: StoredGrant, account: string): PrincipalResourcePermissions {
  return {
    Principal: { DataLakePrincipalIdentifier: principal },
    Resource: writeResource(resource, account),
    Permissions: [...grant.permissions],
    PermissionsWithGrantOption: [...grant.grantable],
  };
}
