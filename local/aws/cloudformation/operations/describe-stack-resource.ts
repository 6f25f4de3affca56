import { operation } from '../../../kernel/operation.ts';
import { describeResource } from '../describe.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';
import { currentResources } from '../prepare.ts';
import { validationError } from '../validation-error.ts';

export const describeStackResource = (deps: OperationDeps) =>
  operation('cloudformation', 'DescribeStackResource', {
    permissions: (input) => onStack(deps, 'DescribeStackResource', input.StackName),
    handle(input) {
      const stack = deps.store.get(input.StackName);
      const resource = currentResources(deps.store, stack.id).get(input.LogicalResourceId ?? '');
      if (!resource)
        throw validationError(`Resource ${input.LogicalResourceId} does not exist for stack ${stack.name}`);
      return {
        StackResourceDetail: { ...describeResource(stack, resource), LastUpdatedTimestamp: new Date(resource.at) },
      };
    },
  });
