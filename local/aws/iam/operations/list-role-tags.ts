import { operation } from '../../../kernel/operation.ts';
import { tagList } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';
import { paginate } from '../paginate.ts';

export const listRoleTags = (deps: IamDeps) =>
  operation('iam', 'ListRoleTags', {
    permissions: (input) => onRole(deps, 'ListRoleTags', input.RoleName),
    handle(input) {
      const { page, next } = paginate(tagList(deps.store.role(input.RoleName).tags), input.Marker, input.MaxItems);
      return { Tags: [...page], IsTruncated: next !== undefined, ...(next !== undefined && { Marker: next }) };
    },
  });
