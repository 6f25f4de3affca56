import type { Permission } from '../../kernel/permission.ts';
import type { IamStore } from './store.ts';

export type IamDeps = { readonly store: IamStore; readonly account: string; readonly now: () => number };

/** The permission for an action on a role, whether it exists or not. */
export function onRole(deps: IamDeps, action: string, name = ''): readonly Permission[] {
  const resource = deps.store.hasRole(name) ? deps.store.role(name).arn : `arn:aws:iam::${deps.account}:role/${name}`;
  return [{ action: `iam:${action}`, resource }];
}

export function onPolicy(action: string, arn = ''): readonly Permission[] {
  return [{ action: `iam:${action}`, resource: arn }];
}
