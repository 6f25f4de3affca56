import type { Permission } from '../../kernel/permission.ts';
import type { Launcher } from './launch.ts';
import type { CloudFormationDeps } from './prepare.ts';
import { validationError } from './validation-error.ts';

export type OperationDeps = CloudFormationDeps & { readonly launcher: Launcher };

/** The permission for an action on a stack, by its id where it exists. */
export function onStack({ cloud, store }: CloudFormationDeps, action: string, name = '*'): readonly Permission[] {
  const unknown = name.startsWith('arn:')
    ? name
    : `arn:aws:cloudformation:${cloud.region}:${cloud.account}:stack/${name}/*`;
  return [{ action: `cloudformation:${action}`, resource: store.find(name)?.id ?? unknown }];
}

export function required(member: string, value: string | undefined): string {
  if (value) return value;
  throw validationError(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

/** A stack name as AWS takes it: a letter, then letters, digits and hyphens, at most 128. */
export function checkStackName(value: string | undefined): string {
  const name = required('stackName', value);
  if (/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name)) return name;
  throw validationError(
    `1 validation error detected: Value '${name}' at 'stackName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*`,
  );
}

/** One page of a list, and the token of the next: the position it begins at. */
export function paginate<T>(
  items: readonly T[],
  token: string | undefined,
  size = 100,
): { page: readonly T[]; NextToken?: string } {
  const start = token === undefined ? 0 : Number(token);
  if (!Number.isInteger(start) || start < 0) throw validationError(`NextToken ${token} is invalid`);
  const end = start + size;
  return { page: items.slice(start, end), ...(end < items.length && { NextToken: String(end) }) };
}
