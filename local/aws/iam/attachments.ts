import type { IamStore } from './store.ts';

/** How many roles a managed policy is attached to. */
export function attachmentCount(store: IamStore, policyArn: string): number {
  return [...store.roles()].filter((role) => role.attached.includes(policyArn)).length;
}
