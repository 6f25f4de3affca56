import { operation } from '../../../kernel/operation.ts';
import { required } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';
import { noSuchEntity } from '../store.ts';

export const getRolePolicy = (deps: IamDeps) =>
  operation('iam', 'GetRolePolicy', {
    permissions: (input) => onRole(deps, 'GetRolePolicy', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      const name = required('policyName', input.PolicyName);
      const document = role.inline[name];
      if (document === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
      return { RoleName: role.name, PolicyName: name, PolicyDocument: encodeURIComponent(document) };
    },
  });
