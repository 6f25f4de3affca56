import { operation } from '../../../kernel/operation.ts';
import { findParameter, onParameter, type SsmDeps } from '../describe.ts';

export const deleteParameter = (deps: SsmDeps) =>
  operation('ssm', 'DeleteParameter', {
    permissions: (input) => onParameter(deps, 'DeleteParameter', input.Name),
    handle(input) {
      deps.store.delete(findParameter(deps, input.Name).name);
      return {};
    },
  });
