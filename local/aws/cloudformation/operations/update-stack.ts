import { operation } from '../../../kernel/operation.ts';
import { prepareAs } from '../launch.ts';
import { changesNothing } from '../no-change.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';
import { readRequest } from '../request.ts';
import { checkUpdatable } from '../states.ts';
import { validationError } from '../validation-error.ts';

export const updateStack = (deps: OperationDeps) =>
  operation('cloudformation', 'UpdateStack', {
    permissions: (input) => onStack(deps, 'UpdateStack', input.StackName),
    async handle(input, context) {
      const stack = deps.store.get(input.StackName);
      checkUpdatable(stack);
      const request = await readRequest(deps, context.caller, input, stack);
      const prepared = await prepareAs(deps, stack, request, context.caller);
      if (changesNothing(deps.store, stack, request, prepared))
        throw validationError('No updates are to be performed.');
      if (input.StackPolicyBody !== undefined)
        deps.store.stacks.put(stack.id, { ...stack, policy: input.StackPolicyBody });
      deps.launcher.update(stack, request, prepared, context);
      return { StackId: stack.id };
    },
  });
