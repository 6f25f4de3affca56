import { AwsError } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { findChangeSet } from '../find-change-set.ts';
import { prepareAs } from '../launch.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';
import type { ChangeSet } from '../stack.ts';
import { checkUpdatable } from '../states.ts';

export const executeChangeSet = (deps: OperationDeps) =>
  operation('cloudformation', 'ExecuteChangeSet', {
    permissions: (input) => onStack(deps, 'ExecuteChangeSet', input.StackName),
    async handle(input, context) {
      const { store, launcher } = deps;
      const changeSet = executable(deps, input.ChangeSetName, input.StackName);
      const stack = store.get(changeSet.stackId);
      if (changeSet.kind === 'UPDATE') checkUpdatable(stack);
      const request = { ...changeSet.request, disableRollback: input.DisableRollback ?? false };
      const prepared = await prepareAs(deps, stack, request, context.caller);
      store.stacks.put(stack.id, { ...stack, changeSetId: changeSet.id });
      // Executing one change set deletes all of the stack's: what the others would change is no longer true.
      for (const { id } of store.changeSetsOf(stack.id)) store.changeSets.delete(id);
      const onFailure = input.DisableRollback ? 'DO_NOTHING' : 'ROLLBACK';
      if (changeSet.kind === 'CREATE') launcher.create(stack, request, prepared, onFailure, context);
      else launcher.update(stack, request, prepared, context);
      return {};
    },
  });

function executable({ store }: OperationDeps, name: string | undefined, stackName: string | undefined): ChangeSet {
  const changeSet = findChangeSet(store, name, stackName);
  if (changeSet.executionStatus === 'AVAILABLE') return changeSet;
  throw new AwsError(
    'InvalidChangeSetStatus',
    `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
  );
}
