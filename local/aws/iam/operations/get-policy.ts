import { operation } from '../../../kernel/operation.ts';
import { attachmentCount } from '../attachments.ts';
import { describePolicy } from '../describe.ts';
import { type IamDeps, onPolicy } from '../operation-deps.ts';

export const getPolicy = (deps: IamDeps) =>
  operation('iam', 'GetPolicy', {
    permissions: (input) => onPolicy('GetPolicy', input.PolicyArn),
    handle(input) {
      const policy = deps.store.policy(input.PolicyArn);
      return { Policy: describePolicy(policy, attachmentCount(deps.store, policy.arn)) };
    },
  });
