import { operation } from '../../../kernel/operation.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';
import { paginate } from '../paginate.ts';

export const listRolePolicies = (deps: IamDeps) =>
  operation('iam', 'ListRolePolicies', {
    permissions: (input) => onRole(deps, 'ListRolePolicies', input.RoleName),
    handle(input) {
      const names = Object.keys(deps.store.role(input.RoleName).inline).sort();
      const { page, next } = paginate(names, input.Marker, input.MaxItems);
      return { PolicyNames: [...page], IsTruncated: next !== undefined, ...(next !== undefined && { Marker: next }) };
    },
  });
