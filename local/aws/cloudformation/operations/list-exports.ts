import { operation } from '../../../kernel/operation.ts';
import { type OperationDeps, onStack, paginate } from '../operation-deps.ts';

export const listExports = (deps: OperationDeps) =>
  operation('cloudformation', 'ListExports', {
    permissions: () => onStack(deps, 'ListExports'),
    handle(input) {
      const stacks = [...deps.store.stacks.values()].filter(({ status }) => status !== 'DELETE_COMPLETE');
      const exports = stacks.flatMap(({ id, outputs }) =>
        outputs.flatMap(({ exportName, value }) =>
          exportName === undefined ? [] : [{ ExportingStackId: id, Name: exportName, Value: value }],
        ),
      );
      const { page, NextToken } = paginate(exports, input.NextToken);
      return { Exports: [...page], NextToken };
    },
  });
