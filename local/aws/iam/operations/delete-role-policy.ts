import { operation } from '../../../kernel/operation.ts';
import { required } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';
import { noSuchEntity } from '../store.ts';

export const deleteRolePolicy = (deps: IamDeps) =>
  operation('iam', 'DeleteRolePolicy', {
    permissions: (input) => onRole(deps, 'DeleteRolePolicy', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      const name = required('policyName', input.PolicyName);
      if (role.inline[name] === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
      const { [name]: _removed, ...inline } = role.inline;
      deps.store.putRole({ ...role, inline });
      return {};
    },
  });
