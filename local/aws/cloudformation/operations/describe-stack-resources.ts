import { operation } from '../../../kernel/operation.ts';
import { describeResource } from '../describe.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';
import { currentResources } from '../prepare.ts';
import type { Stack } from '../stack.ts';
import { validationError } from '../validation-error.ts';

export const describeStackResources = (deps: OperationDeps) =>
  operation('cloudformation', 'DescribeStackResources', {
    permissions: (input) => onStack(deps, 'DescribeStackResources', input.StackName),
    handle(input) {
      const { StackName, LogicalResourceId: logicalId, PhysicalResourceId: physicalId } = input;
      const stack = StackName === undefined ? stackOf(deps, physicalId) : deps.store.get(StackName);
      const resources = [...currentResources(deps.store, stack.id).values()].filter(
        (resource) =>
          (logicalId === undefined || resource.logicalId === logicalId) &&
          (physicalId === undefined || resource.physicalId === physicalId),
      );
      return { StackResources: resources.map((resource) => describeResource(stack, resource)) };
    },
  });

function stackOf({ store }: OperationDeps, physicalId: string | undefined): Stack {
  const found = [...store.stacks.values()].find(
    (stack) =>
      stack.status !== 'DELETE_COMPLETE' &&
      store.resourcesOf(stack.id).some((resource) => resource.physicalId === physicalId),
  );
  if (!found) throw validationError(`Stack for ${physicalId} does not exist`);
  return found;
}
