import { operation } from '../../../kernel/operation.ts';
import { describeRole } from '../describe.ts';
import type { IamDeps } from '../operation-deps.ts';
import { paginate } from '../paginate.ts';

export const listRoles = (deps: IamDeps) =>
  operation('iam', 'ListRoles', {
    permissions: (input) => [
      { action: 'iam:ListRoles', resource: `arn:aws:iam::${deps.account}:role${input.PathPrefix ?? '/'}` },
    ],
    handle(input) {
      const prefix = input.PathPrefix ?? '/';
      const roles = [...deps.store.roles()].filter((role) => role.path.startsWith(prefix));
      roles.sort((a, b) => (a.name < b.name ? -1 : 1));
      const { page, next } = paginate(roles, input.Marker, input.MaxItems);
      return {
        Roles: page.map(describeRole),
        IsTruncated: next !== undefined,
        ...(next !== undefined && { Marker: next }),
      };
    },
  });
