import { operation } from '../../../kernel/operation.ts';
import { required } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';
import { compilePolicy } from '../policy.ts';
import { checkTrustPolicy } from '../policy-grammar.ts';

export const updateAssumeRolePolicy = (deps: IamDeps) =>
  operation('iam', 'UpdateAssumeRolePolicy', {
    permissions: (input) => onRole(deps, 'UpdateAssumeRolePolicy', input.RoleName),
    handle(input) {
      const role = deps.store.role(input.RoleName);
      const trustPolicy = required('policyDocument', input.PolicyDocument);
      checkTrustPolicy(trustPolicy);
      compilePolicy(trustPolicy);
      deps.store.putRole({ ...role, trustPolicy });
      return {};
    },
  });
