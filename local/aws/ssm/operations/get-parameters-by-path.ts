import { AwsError, notCovered } from '../../../kernel/error.ts';
import { operation } from '../../../kernel/operation.ts';
import { describeParameter, onParameter, type SsmDeps } from '../describe.ts';

const maxPageSize = 10;

export const getParametersByPath = (deps: SsmDeps) =>
  operation('ssm', 'GetParametersByPath', {
    permissions: (input) => onParameter(deps, 'GetParametersByPath', input.Path),
    handle(input) {
      if (input.ParameterFilters?.length) throw notCovered('ssm:GetParametersByPath with ParameterFilters');
      const path = `${(input.Path ?? '').replace(/\/$/, '')}/`;
      if (!path.startsWith('/'))
        throw new AwsError('ValidationException', 'The parameter path must begin with a forward slash.');
      const names = [...deps.store.keys()].filter((name) => isUnder(path, name, input.Recursive ?? false)).sort();
      const page = pageAfter(names, input.NextToken ?? '', input.MaxResults ?? maxPageSize);
      const last = page.at(-1);
      return {
        Parameters: page
          .flatMap((name) => deps.store.get(name) ?? [])
          .map((found) => describeParameter(deps, found, input.WithDecryption)),
        ...(last !== undefined && last !== names.at(-1) && { NextToken: last }),
      };
    },
  });

/** A page's token is the last name before it. */
function pageAfter(names: readonly string[], token: string, size: number): readonly string[] {
  return names.filter((name) => name > token).slice(0, size);
}

function isUnder(path: string, name: string, recursive: boolean): boolean {
  return name.startsWith(path) && (recursive || !name.slice(path.length).includes('/'));
}
