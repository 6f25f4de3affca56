import { operation } from '../../../kernel/operation.ts';
import { describeChangeSet as describe } from '../describe.ts';
import { findChangeSet } from '../find-change-set.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';

export const describeChangeSet = (deps: OperationDeps) =>
  operation('cloudformation', 'DescribeChangeSet', {
    permissions: (input) => onStack(deps, 'DescribeChangeSet', input.StackName),
    handle(input) {
      const changeSet = findChangeSet(deps.store, input.ChangeSetName, input.StackName);
      return describe(changeSet, deps.store.get(changeSet.stackId));
    },
  });
