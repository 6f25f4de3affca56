import { operation } from '../../../kernel/operation.ts';
import { lookUpChangeSet } from '../find-change-set.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';

export const deleteChangeSet = (deps: OperationDeps) =>
  operation('cloudformation', 'DeleteChangeSet', {
    permissions: (input) => onStack(deps, 'DeleteChangeSet', input.StackName),
    handle(input) {
      const changeSet = lookUpChangeSet(deps.store, input.ChangeSetName, input.StackName);
      if (changeSet) deps.store.changeSets.delete(changeSet.id);
      return {};
    },
  });
