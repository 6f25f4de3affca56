import { operation } from '../../../kernel/operation.ts';
import { describeStack } from '../describe.ts';
import { type OperationDeps, onStack, paginate } from '../operation-deps.ts';
import type { Stack } from '../stack.ts';

export const describeStacks = (deps: OperationDeps) =>
  operation('cloudformation', 'DescribeStacks', {
    permissions: (input) => onStack(deps, 'DescribeStacks', input.StackName),
    handle(input) {
      const { store } = deps;
      const stacks = input.StackName ? [store.get(input.StackName)] : living(store.stacks.values());
      const { page, NextToken } = paginate(stacks, input.NextToken);
      return { Stacks: page.map(describeStack), NextToken };
    },
  });

function living(stacks: Iterable<Stack>): readonly Stack[] {
  return [...stacks].filter(({ status }) => status !== 'DELETE_COMPLETE').sort((a, b) => b.createdAt - a.createdAt);
}
