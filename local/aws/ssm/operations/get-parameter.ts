import { operation } from '../../../kernel/operation.ts';
import { describeParameter, findParameter, onParameter, type SsmDeps } from '../describe.ts';

export const getParameter = (deps: SsmDeps) =>
  operation('ssm', 'GetParameter', {
    permissions: (input) => onParameter(deps, 'GetParameter', input.Name),
    handle: (input) => ({ Parameter: describeParameter(deps, findParameter(deps, input.Name), input.WithDecryption) }),
  });
