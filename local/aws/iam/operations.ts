import type { Operation } from '../../kernel/operation.ts';
import type { IamDeps } from './operation-deps.ts';
import { attachRolePolicy } from './operations/attach-role-policy.ts';
import { createPolicy } from './operations/create-policy.ts';
import { createPolicyVersion } from './operations/create-policy-version.ts';
import { createRole } from './operations/create-role.ts';
import { deletePolicy } from './operations/delete-policy.ts';
import { deleteRole } from './operations/delete-role.ts';
import { deleteRolePermissionsBoundary } from './operations/delete-role-permissions-boundary.ts';
import { deleteRolePolicy } from './operations/delete-role-policy.ts';
import { detachRolePolicy } from './operations/detach-role-policy.ts';
import { getPolicy } from './operations/get-policy.ts';
import { getPolicyVersion } from './operations/get-policy-version.ts';
import { getRole } from './operations/get-role.ts';
import { getRolePolicy } from './operations/get-role-policy.ts';
import { listAttachedRolePolicies } from './operations/list-attached-role-policies.ts';
import { listPolicies } from './operations/list-policies.ts';
import { listRolePolicies } from './operations/list-role-policies.ts';
import { listRoleTags } from './operations/list-role-tags.ts';
import { listRoles } from './operations/list-roles.ts';
import { putRolePermissionsBoundary } from './operations/put-role-permissions-boundary.ts';
import { putRolePolicy } from './operations/put-role-policy.ts';
import { tagRole } from './operations/tag-role.ts';
import { untagRole } from './operations/untag-role.ts';
import { updateAssumeRolePolicy } from './operations/update-assume-role-policy.ts';
import { updateRole } from './operations/update-role.ts';

const operations: readonly ((deps: IamDeps) => Operation)[] = [
  attachRolePolicy,
  createPolicy,
  createPolicyVersion,
  createRole,
  deletePolicy,
  deleteRole,
  deleteRolePermissionsBoundary,
  deleteRolePolicy,
  detachRolePolicy,
  getPolicy,
  getPolicyVersion,
  getRole,
  getRolePolicy,
  listAttachedRolePolicies,
  listPolicies,
  listRolePolicies,
  listRoleTags,
  listRoles,
  putRolePermissionsBoundary,
  putRolePolicy,
  tagRole,
  untagRole,
  updateAssumeRolePolicy,
  updateRole,
];

/** Every IAM operation that the local cloud has. */
export function iamOperations(deps: IamDeps): readonly Operation[] {
  return operations.map((create) => create(deps));
}
