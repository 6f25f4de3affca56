import { operation } from '../../../kernel/operation.ts';
import { describeAttached } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';
import { paginate } from '../paginate.ts';

export const listAttachedRolePolicies = (deps: IamDeps) =>
  operation('iam', 'ListAttachedRolePolicies', {
    permissions: (input) => onRole(deps, 'ListAttachedRolePolicies', input.RoleName),
    handle(input) {
      const { attached } = deps.store.role(input.RoleName);
      const { page, next } = paginate(attached, input.Marker, input.MaxItems);
      return {
        AttachedPolicies: page.map(describeAttached),
        IsTruncated: next !== undefined,
        ...(next !== undefined && { Marker: next }),
      };
    },
  });
