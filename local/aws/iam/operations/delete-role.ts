import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';

export const deleteRole = (deps: IamDeps) =>
  operation('iam', 'DeleteRole', {
    permissions: (input) => onRole(deps, 'DeleteRole', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      if (role.attached.length > 0)
        throw new AwsError('DeleteConflict', 'Cannot delete entity, must detach all policies first.', 409);
      if (Object.keys(role.inline).length > 0)
        throw new AwsError('DeleteConflict', 'Cannot delete entity, must delete policies first.', 409);
      deps.store.deleteRole(role.name);
      return {};
    },
  });
