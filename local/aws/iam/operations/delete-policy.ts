import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { attachmentCount } from '../attachments.ts';
import { type IamDeps, onPolicy } from '../operation-deps.ts';

export const deletePolicy = (deps: IamDeps) =>
  operation('iam', 'DeletePolicy', {
    permissions: (input) => onPolicy('DeletePolicy', input.PolicyArn),
    handle(input) {
      const policy = deps.store.policy(input.PolicyArn);
      if (attachmentCount(deps.store, policy.arn) > 0)
        throw new AwsError('DeleteConflict', 'Cannot delete a policy attached to entities.', 409);
      deps.store.deletePolicy(policy.arn);
      return {};
    },
  });
