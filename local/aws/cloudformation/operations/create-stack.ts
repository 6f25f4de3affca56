import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { newStack, newStackId, prepareAs } from '../launch.ts';
import { checkStackName, type OperationDeps, onStack } from '../operation-deps.ts';
import { readRequest } from '../request.ts';

export const createStack = (deps: OperationDeps) =>
  operation('cloudformation', 'CreateStack', {
    permissions: (input) => onStack(deps, 'CreateStack', input.StackName),
    async handle(input, context) {
      const { store, launcher } = deps;
      const name = checkStackName(input.StackName);
      checkNameFree(deps, name);
      const target = { id: newStackId(deps, name), name };
      const request = await readRequest(deps, context.caller, input, undefined);
      const prepared = await prepareAs(deps, target, request, context.caller);
      checkNameFree(deps, name);
      const stack = newStack(deps, target, request, input.EnableTerminationProtection);
      store.stacks.put(stack.id, stack);
      const onFailure = input.OnFailure ?? (input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK');
      launcher.create(stack, request, prepared, onFailure, context);
      return { StackId: stack.id };
    },
  });

/** Asked before and after the stack is prepared: another may have taken the name meanwhile. */
function checkNameFree({ store }: OperationDeps, name: string): void {
  if (store.find(name)) throw new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);
}
