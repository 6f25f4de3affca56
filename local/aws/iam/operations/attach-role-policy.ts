import { operation } from '../../../kernel/operation.ts';
import { required } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';
import { checkAttached } from '../policy-grammar.ts';

export const attachRolePolicy = (deps: IamDeps) =>
  operation('iam', 'AttachRolePolicy', {
    permissions: (input) => onRole(deps, 'AttachRolePolicy', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      const arn = required('policyArn', input.PolicyArn);
      deps.store.documentOf(arn);
      if (role.attached.includes(arn)) return {};
      const attached = [...role.attached, arn];
      checkAttached(attached);
      deps.store.putRole({ ...role, attached });
      return {};
    },
  });
