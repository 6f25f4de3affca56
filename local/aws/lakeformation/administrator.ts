import type { Caller } from '../../kernel/caller.ts';
import { insufficient } from './error.ts';
import type { LakeStore } from './store.ts';

/** Whatever IAM says, what data lake administrators do is done by them: the cloud's own, and roles that the settings name. */
export function requireAdministrator(store: LakeStore, caller: Caller, what: string): void {
  if (!isAdministrator(store, caller)) throw insufficient(what);
}

export function isAdministrator(store: LakeStore, caller: Caller): boolean {
  return caller.kind !== 'role' || store.administrators.has(caller.roleArn);
}
