import { operation } from '../../../kernel/operation.ts';
import { describeRole } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';

export const getRole = (deps: IamDeps) =>
  operation('iam', 'GetRole', {
    permissions: (input) => onRole(deps, 'GetRole', input.RoleName),
    handle(input) {
      return { Role: describeRole(deps.store.role(input.RoleName)) };
    },
  });
