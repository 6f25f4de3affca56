import { operation } from '../../../kernel/operation.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';

export const untagRole = (deps: IamDeps) =>
  operation('iam', 'UntagRole', {
    permissions: (input) => onRole(deps, 'UntagRole', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      const removed = new Set(input.TagKeys);
      const tags = Object.fromEntries(Object.entries(role.tags).filter(([key]) => !removed.has(key)));
      deps.store.putRole({ ...role, tags });
      return {};
    },
  });
