import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { uniqueId } from '../credentials.ts';
import { describeRole, required, tagRecord } from '../describe.ts';
import { type IamDeps, onRole } from '../operation-deps.ts';
import { compilePolicy } from '../policy.ts';
import { checkTrustPolicy } from '../policy-grammar.ts';
import type { Role } from '../store.ts';

export const createRole = (deps: IamDeps) =>
  operation('iam', 'CreateRole', {
    permissions: (input) => onRole(deps, 'CreateRole', input.RoleName),
    handle(input) {
      const name = required('roleName', input.RoleName);
      if (deps.store.hasRole(name))
        throw new AwsError('EntityAlreadyExists', `Role with name ${name} already exists.`, 409);
      const trustPolicy = required('assumeRolePolicyDocument', input.AssumeRolePolicyDocument);
      checkTrustPolicy(trustPolicy);
      compilePolicy(trustPolicy);
      const path = input.Path ?? '/';
      const role: Role = {
        name,
        id: uniqueId('AROA'),
        path,
        arn: `arn:aws:iam::${deps.account}:role${path}${name}`,
        createdAt: deps.now(),
        trustPolicy,
        description: input.Description,
        maxSessionSeconds: input.MaxSessionDuration ?? 3600,
        boundary: input.PermissionsBoundary,
        inline: {},
        attached: [],
        tags: tagRecord(input.Tags),
      };
      if (role.boundary !== undefined) deps.store.documentOf(role.boundary);
      deps.store.putRole(role);
      return { Role: describeRole(role) };
    },
  });
