import { operation } from '../../../kernel/operation.ts';
import { findChangeSet } from '../find-change-set.ts';
import { type OperationDeps, onStack } from '../operation-deps.ts';
import { validationError } from '../validation-error.ts';

export const getTemplate = (deps: OperationDeps) =>
  operation('cloudformation', 'GetTemplate', {
    permissions: (input) => onStack(deps, 'GetTemplate', input.StackName),
    handle(input) {
      if (input.ChangeSetName !== undefined)
        return { TemplateBody: findChangeSet(deps.store, input.ChangeSetName, input.StackName).request.body };
      const stack = deps.store.get(input.StackName);
      const body = deps.store.templates.get(stack.id);
      if (body === undefined)
        throw validationError(`Stack with id ${stack.name} has no template yet; it does not exist`);
      return { TemplateBody: body };
    },
  });
