import { operation } from '../../../kernel/operation.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';
import { noSuchEntity } from '../store.ts';

export const detachRolePolicy = (deps: IamDeps) =>
  operation('iam', 'DetachRolePolicy', {
    permissions: (input) => onRole(deps, 'DetachRolePolicy', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      if (!role.attached.some((arn) => arn === input.PolicyArn))
        throw noSuchEntity(`Policy ${input.PolicyArn} was not found.`);
      deps.store.putRole({ ...role, attached: role.attached.filter((arn) => arn !== input.PolicyArn) });
      return {};
    },
  });
