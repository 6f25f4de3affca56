import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { uniqueId } from '../credentials.ts';
import { describePolicy, required } from '../describe.ts';
import { type IamDeps, onPolicy } from '../operation-deps.ts';
import { compilePolicy } from '../policy.ts';
import { checkManagedPolicy } from '../policy-grammar.ts';

export const createPolicy = (deps: IamDeps) =>
  operation('iam', 'CreatePolicy', {
    permissions: (input) =>
      onPolicy('CreatePolicy', `arn:aws:iam::${deps.account}:policy${input.Path ?? '/'}${input.PolicyName}`),
    handle(input) {
      const name = required('policyName', input.PolicyName);
      const document = required('policyDocument', input.PolicyDocument);
      checkManagedPolicy(document);
      compilePolicy(document);
      const path = input.Path ?? '/';
      const arn = `arn:aws:iam::${deps.account}:policy${path}${name}`;
      if (deps.store.policies.has(arn))
        throw new AwsError(
          'EntityAlreadyExists',
          `A policy called ${name} already exists. Duplicate names are not allowed.`,
          409,
        );
      const at = deps.now();
      const policy = { name, id: uniqueId('ANPA'), arn, path, description: input.Description, document };
      const created = { ...policy, createdAt: at, updatedAt: at, version: 1 };
      deps.store.putPolicy(created);
      return { Policy: describePolicy(created, 0) };
    },
  });
