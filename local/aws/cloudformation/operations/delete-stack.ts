import { notCovered } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { type OperationDeps, onStack, required } from '../operation-deps.ts';
import { checkNotImported } from '../outputs.ts';
import { checkDeletable } from '../states.ts';

export const deleteStack = (deps: OperationDeps) =>
  operation('cloudformation', 'DeleteStack', {
    permissions: (input) => onStack(deps, 'DeleteStack', input.StackName),
    handle(input, context) {
      const { store, launcher } = deps;
      const stack = store.find(required('stackName', input.StackName));
      // Deleting what is gone, or is going, succeeds: AWS says nothing either.
      if (!stack || stack.status === 'DELETE_COMPLETE' || stack.status === 'DELETE_IN_PROGRESS') return {};
      if (input.RetainResources?.length) throw notCovered('cloudformation:DeleteStack with RetainResources');
      checkDeletable(stack);
      checkNotImported(store, stack, []);
      launcher.remove(stack, input.RoleARN, context);
      return {};
    },
  });
