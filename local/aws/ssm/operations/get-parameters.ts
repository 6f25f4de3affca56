import { operation } from '../../../kernel/operation.ts';
import { bareName, describeParameter, findParameter, onParameter, type SsmDeps } from '../describe.ts';

export const getParameters = (deps: SsmDeps) =>
  operation('ssm', 'GetParameters', {
    permissions: (input) => (input.Names ?? []).flatMap((name) => onParameter(deps, 'GetParameters', name)),
    handle(input) {
      const names = input.Names ?? [];
      const known = names.filter((name) => deps.store.has(bareName(deps, name)));
      return {
        Parameters: known.map((name) => describeParameter(deps, findParameter(deps, name), input.WithDecryption)),
        InvalidParameters: names.filter((name) => !known.includes(name)),
      };
    },
  });
