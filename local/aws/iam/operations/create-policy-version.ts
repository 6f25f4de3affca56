import { notCovered } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { required } from '../describe.ts';
import { type IamDeps, onPolicy } from '../operation-deps.ts';
import { compilePolicy } from '../policy.ts';
import { checkManagedPolicy } from '../policy-grammar.ts';

export const createPolicyVersion = (deps: IamDeps) =>
  operation('iam', 'CreatePolicyVersion', {
    permissions: (input) => onPolicy('CreatePolicyVersion', input.PolicyArn),
    handle(input) {
      const policy = deps.store.policy(input.PolicyArn);
      const document = required('policyDocument', input.PolicyDocument);
      if (input.SetAsDefault !== true)
        throw notCovered('CreatePolicyVersion without SetAsDefault: only the default version is kept');
      checkManagedPolicy(document);
      compilePolicy(document);
      const version = policy.version + 1;
      deps.store.putPolicy({ ...policy, document, version, updatedAt: deps.now() });
      return {
        PolicyVersion: { VersionId: `v${version}`, IsDefaultVersion: true, CreateDate: new Date(deps.now()) },
      };
    },
  });
