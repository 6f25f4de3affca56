import { operation } from '../../../kernel/operation.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';

export const deleteRolePermissionsBoundary = (deps: IamDeps) =>
  operation('iam', 'DeleteRolePermissionsBoundary', {
    permissions: (input) => onRole(deps, 'DeleteRolePermissionsBoundary', input.RoleName),
    handle(input) {
      const { boundary: _removed, ...role } = deps.store.role(input.RoleName);
      deps.store.putRole(role);
      return {};
    },
  });
