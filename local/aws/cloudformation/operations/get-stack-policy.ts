import { operation } from '../../../kernel/operation.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';

export const getStackPolicy = (deps: OperationDeps) =>
  operation('cloudformation', 'GetStackPolicy', {
    permissions: (input) => onStack(deps, 'GetStackPolicy', input.StackName),
    handle(input) {
      return { StackPolicyBody: deps.store.get(input.StackName).policy };
    },
  });
