import { AwsError } from '../../../kernel/error.ts';
import { type Context, operation } from '../../../kernel/operation.ts';
import { findChangeSet } from '../find-change-set.ts';
import { prepareAs } from '../launch.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';
import type { Prepared } from '../prepare.ts';
import type { ChangeSet, Stack, StackRequest } from '../stack.ts';
import { checkUpdatable } from '../states.ts';

export const executeChangeSet = (deps: OperationDeps) =>
  operation('cloudformation', 'ExecuteChangeSet', {
    permissions: (input) => onStack(deps, 'ExecuteChangeSet', input.StackName),
    async handle(input, context) {
      const { store } = deps;
      const changeSet = executable(deps, input.ChangeSetName, input.StackName);
      const stack = store.get(changeSet.stackId);
      if (changeSet.kind !== 'CREATE') checkUpdatable(stack);
      const request = { ...changeSet.request, disableRollback: input.DisableRollback ?? false };
      const prepared = await prepareAs(deps, stack, request, context.caller);
      store.stacks.put(stack.id, { ...stack, changeSetId: changeSet.id });
      // Executing one change set deletes all of the stack's: what the others would change is no longer true.
      for (const { id } of store.changeSetsOf(stack.id)) store.changeSets.delete(id);
      begin(deps, { kind: changeSet.kind, stack, request, prepared }, context);
      return {};
    },
  });

type Begun = {
  readonly kind: ChangeSet['kind'];
  readonly stack: Stack;
  readonly request: StackRequest;
  readonly prepared: Prepared;
};

function begin({ launcher }: OperationDeps, { kind, stack, request, prepared }: Begun, context: Context): void {
  const onFailure = request.disableRollback ? 'DO_NOTHING' : 'ROLLBACK';
  if (kind === 'CREATE') launcher.create(stack, request, prepared, onFailure, context);
  else if (kind === 'IMPORT') launcher.adopt(stack, request, prepared, context);
  else launcher.update(stack, request, prepared, context);
}

function executable({ store }: OperationDeps, name: string | undefined, stackName: string | undefined): ChangeSet {
  const changeSet = findChangeSet(store, name, stackName);
  if (changeSet.executionStatus === 'AVAILABLE') return changeSet;
  throw new AwsError(
    'InvalidChangeSetStatus',
    `ChangeSet [${changeSet.id}] cannot be executed in its current status of [${changeSet.status}]`,
  );
}
