import { operation } from '../../../kernel/operation.ts';
import { tagRecord } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';

export const tagRole = (deps: IamDeps) =>
  operation('iam', 'TagRole', {
    permissions: (input) => onRole(deps, 'TagRole', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      deps.store.putRole({ ...role, tags: { ...role.tags, ...tagRecord(input.Tags) } });
      return {};
    },
  });
