import { join } from 'node:path';
import type { Permission } from '@aws-sdk/client-lakeformation';
import { openJournal } from '../../kernel/journal.ts';
import type { LakeResource } from './lake-resource.ts';

export type StoredLocation = { readonly arn: string; readonly roleArn: string; readonly at: number };
export type StoredTag = { readonly key: string; readonly values: readonly string[] };
export type StoredGrant = {
  readonly principal: string;
  readonly resource: LakeResource;
  readonly permissions: readonly Permission[];
  readonly grantable: readonly Permission[];
};
export type StoredOptIn = { readonly principal: string; readonly resource: LakeResource; readonly at: number };

export type LakeStore = ReturnType<typeof openLakeStore>;

/** Lake Formation's state: locations by ARN, tags by key, values of tags by entity, grants and opt-ins by principal and resource. */
export function openLakeStore(folder: string) {
  return {
    locations: openJournal<StoredLocation>(join(folder, 'locations.jsonl')),
    tags: openJournal<StoredTag>(join(folder, 'tags.jsonl')),
    assigned: openJournal<Readonly<Record<string, string>>>(join(folder, 'assigned-tags.jsonl')),
    grants: openJournal<StoredGrant>(join(folder, 'grants.jsonl')),
    /** ARNs of roles that are data lake administrators. */
    administrators: openJournal<true>(join(folder, 'administrators.jsonl')),
    optIns: openJournal<StoredOptIn>(join(folder, 'opt-ins.jsonl')),
  };
}

export const keyOf = (...parts: readonly unknown[]) => JSON.stringify(parts);
