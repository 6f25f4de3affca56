import { operation } from '../../../kernel/operation.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';

export const updateTerminationProtection = (deps: OperationDeps) =>
  operation('cloudformation', 'UpdateTerminationProtection', {
    permissions: (input) => onStack(deps, 'UpdateTerminationProtection', input.StackName),
    handle(input) {
      const stack = deps.store.get(input.StackName);
      const terminationProtection = input.EnableTerminationProtection ?? false;
      deps.store.stacks.put(stack.id, { ...stack, terminationProtection });
      return { StackId: stack.id };
    },
  });
