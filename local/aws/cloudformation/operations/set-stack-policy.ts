import { notCovered } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';

export const setStackPolicy = (deps: OperationDeps) =>
  operation('cloudformation', 'SetStackPolicy', {
    permissions: (input) => onStack(deps, 'SetStackPolicy', input.StackName),
    handle(input) {
      const stack = deps.store.get(input.StackName);
      if (input.StackPolicyURL !== undefined) throw notCovered('cloudformation:SetStackPolicy with StackPolicyURL');
      deps.store.stacks.put(stack.id, { ...stack, policy: input.StackPolicyBody });
      return {};
    },
  });
