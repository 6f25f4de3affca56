import { operation } from '../../../kernel/operation.ts';
import { required } from '../describe.ts';
import { type IamDeps, onPolicy } from '../operation-deps.ts';
import { noSuchEntity } from '../store.ts';

export const getPolicyVersion = (deps: IamDeps) =>
  operation('iam', 'GetPolicyVersion', {
    permissions: (input) => onPolicy('GetPolicyVersion', input.PolicyArn),
    handle(input) {
      const arn = required('policyArn', input.PolicyArn);
      const document = deps.store.documentOf(arn);
      const own = deps.store.policies.get(arn);
      const version = `v${own?.version ?? 1}`;
      if (input.VersionId !== version)
        throw noSuchEntity(`Policy ${arn} version ${input.VersionId} does not exist or is not attachable.`);
      return {
        PolicyVersion: {
          Document: encodeURIComponent(document),
          VersionId: version,
          IsDefaultVersion: true,
          CreateDate: new Date(own?.updatedAt ?? 0),
        },
      };
    },
  });
