import { operation } from '../../../kernel/operation.ts';
import { type OperationDeps, onStack, paginate } from '../operation-deps.ts';

export const listChangeSets = (deps: OperationDeps) =>
  operation('cloudformation', 'ListChangeSets', {
    permissions: (input) => onStack(deps, 'ListChangeSets', input.StackName),
    handle(input) {
      const stack = deps.store.get(input.StackName);
      const { page, NextToken } = paginate(deps.store.changeSetsOf(stack.id), input.NextToken);
      return {
        Summaries: page.map((changeSet) => ({
          StackId: stack.id,
          StackName: stack.name,
          ChangeSetId: changeSet.id,
          ChangeSetName: changeSet.name,
          Status: changeSet.status,
          StatusReason: changeSet.statusReason,
          ExecutionStatus: changeSet.executionStatus,
          CreationTime: new Date(changeSet.createdAt),
          Description: changeSet.description,
        })),
        NextToken,
      };
    },
  });
