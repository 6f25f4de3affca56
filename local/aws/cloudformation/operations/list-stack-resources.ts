import { operation } from '../../../kernel/operation.ts';
import { type OperationDeps, onStack, paginate } from '../operation-deps.ts';
import { currentResources } from '../prepare.ts';

export const listStackResources = (deps: OperationDeps) =>
  operation('cloudformation', 'ListStackResources', {
    permissions: (input) => onStack(deps, 'ListStackResources', input.StackName),
    handle(input) {
      const stack = deps.store.get(input.StackName);
      const { page, NextToken } = paginate([...currentResources(deps.store, stack.id).values()], input.NextToken);
      return {
        StackResourceSummaries: page.map((resource) => ({
          LogicalResourceId: resource.logicalId,
          PhysicalResourceId: resource.physicalId,
          ResourceType: resource.type,
          LastUpdatedTimestamp: new Date(resource.at),
          ResourceStatus: resource.status,
          ResourceStatusReason: resource.statusReason,
        })),
        NextToken,
      };
    },
  });
