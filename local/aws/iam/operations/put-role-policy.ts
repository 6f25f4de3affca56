import { operation } from '../../../kernel/operation.ts';
import { required } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';
import { compilePolicy } from '../policy.ts';
import { checkInlinePolicies } from '../policy-grammar.ts';

export const putRolePolicy = (deps: IamDeps) =>
  operation('iam', 'PutRolePolicy', {
    permissions: (input) => onRole(deps, 'PutRolePolicy', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      const name = required('policyName', input.PolicyName);
      const document = required('policyDocument', input.PolicyDocument);
      const inline = { ...role.inline, [name]: document };
      checkInlinePolicies(role.name, document, Object.values(inline));
      compilePolicy(document);
      deps.store.putRole({ ...role, inline });
      return {};
    },
  });
