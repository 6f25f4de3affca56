import { operation } from '../../../kernel/operation.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';

export const updateRole = (deps: IamDeps) =>
  operation('iam', 'UpdateRole', {
    permissions: (input) => onRole(deps, 'UpdateRole', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      deps.store.putRole({
        ...role,
        description: input.Description ?? role.description,
        maxSessionSeconds: input.MaxSessionDuration ?? role.maxSessionSeconds,
      });
      return {};
    },
  });
