import { operation } from '../../../kernel/operation.ts';
import { describeEvent } from '../describe.ts';
import { type OperationDeps, onStack, paginate } from '../operation-deps.ts';

export const describeStackEvents = (deps: OperationDeps) =>
  operation('cloudformation', 'DescribeStackEvents', {
    permissions: (input) => onStack(deps, 'DescribeStackEvents', input.StackName),
    handle(input) {
      const stack = deps.store.get(input.StackName);
      const { page, NextToken } = paginate(deps.store.eventsOf(stack.id), input.NextToken);
      return { StackEvents: page.map(describeEvent), NextToken };
    },
  });
