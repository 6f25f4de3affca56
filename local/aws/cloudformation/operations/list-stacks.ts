import { operation } from '../../../kernel/operation.ts';
import { describeStack } from '../describe.ts';
import { type OperationDeps, onStack, paginate } from '../operation-deps.ts';

export const listStacks = (deps: OperationDeps) =>
  operation('cloudformation', 'ListStacks', {
    permissions: () => onStack(deps, 'ListStacks'),
    handle(input) {
      const wanted = new Set<string>(input.StackStatusFilter);
      const stacks = [...deps.store.stacks.values()].filter(({ status }) => wanted.size === 0 || wanted.has(status));
      const { page, NextToken } = paginate(stacks, input.NextToken);
      return {
        StackSummaries: page.map((stack) => {
          const { StackId, StackName, StackStatus, StackStatusReason, CreationTime, LastUpdatedTime, DeletionTime } =
            describeStack(stack);
          return {
            StackId,
            StackName,
            StackStatus,
            StackStatusReason,
            CreationTime,
            LastUpdatedTime,
            DeletionTime,
            TemplateDescription: stack.description,
          };
        }),
        NextToken,
      };
    },
  });
