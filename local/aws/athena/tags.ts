import type { Tag } from '@aws-sdk/client-athena';
import { invalidRequest } from './error.ts';
import type { AthenaStore } from './store.ts';

/** Adds tags to a resource's own. */
export function writeTags(store: AthenaStore, arn: string, tags: readonly Tag[] | undefined): void {
  if (!tags?.length) return;
  const added = Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
  const all = { ...store.tags.get(arn), ...added };
  if (Object.keys(all).length > 50) throw invalidRequest('A resource can have 50 tags at most');
  store.tags.put(arn, all);
}
