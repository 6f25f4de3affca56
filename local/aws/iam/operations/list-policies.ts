import { operation } from '../../../kernel/operation.ts';
import { attachmentCount } from '../attachments.ts';
import { describePolicy } from '../describe.ts';
import type { IamDeps } from '../operation-deps.ts';
import { paginate } from '../paginate.ts';

export const listPolicies = (deps: IamDeps) =>
  operation('iam', 'ListPolicies', {
    permissions: (input) => [
      { action: 'iam:ListPolicies', resource: `arn:aws:iam::${deps.account}:policy${input.PathPrefix ?? '/'}` },
    ],
    handle(input) {
      const policies = [...deps.store.policies.values()].filter((policy) =>
        policy.path.startsWith(input.PathPrefix ?? '/'),
      );
      const described = policies.map((policy) => describePolicy(policy, attachmentCount(deps.store, policy.arn)));
      const { page, next } = paginate(described, input.Marker, input.MaxItems);
      return { Policies: [...page], IsTruncated: next !== undefined, ...(next !== undefined && { Marker: next }) };
    },
  });
