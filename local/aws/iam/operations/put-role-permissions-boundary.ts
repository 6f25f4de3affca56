import { operation } from '../../../kernel/operation.ts';
import { required } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';

export const putRolePermissionsBoundary = (deps: IamDeps) =>
  operation('iam', 'PutRolePermissionsBoundary', {
    permissions: (input) => onRole(deps, 'PutRolePermissionsBoundary', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      const boundary = required('permissionsBoundary', input.PermissionsBoundary);
      deps.store.documentOf(boundary);
      deps.store.putRole({ ...role, boundary });
      return {};
    },
  });
