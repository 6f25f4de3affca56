import type { ObjectVersion } from '../record.ts';
import type { S3 } from '../s3.ts';
import { ruleFor } from './rule-for.ts';

/** What S3 Batch Replication takes once more: versions that a rule is for, by their state; NONE was never replicated. */
export type Again = {
  readonly bucket: string;
  readonly states: readonly ('COMPLETED' | 'FAILED' | 'REPLICA' | 'NONE')[];
  readonly prefixes: readonly string[];
  /** Whether the job's role may begin it (s3:InitiateReplication); what it may not begin has failed. */
  mayInitiate(key: string): boolean;
};

export type Progress = { readonly total: number; readonly succeeded: number; readonly failed: number };

/** Begins to replicate them, and tells how far that is whenever it is asked. Throws NoSuchBucket. */
export function replicateAgain(s3: Pick<S3, 'store' | 'replicate'>, again: Again): () => Progress {
  const bucket = s3.store.bucket(again.bucket);
  const index = s3.store.index(bucket.name);
  const isMeant = (version: ObjectVersion) =>
    again.prefixes.some((prefix) => version.key.startsWith(prefix)) &&
    again.states.some((state) => state === (version.replication ?? 'NONE')) &&
    ruleFor(bucket, version) !== undefined;
  const found = index.keys.flatMap((key) => index.versions(key).filter(isMeant));
  const chosen = found.filter(({ key }) => again.mayInitiate(key));
  const refused = found.length - chosen.length;
  for (const version of chosen) {
    index.put({ ...version, replication: 'PENDING' });
    s3.replicate({ bucket: bucket.name, key: version.key, versionId: version.versionId });
  }
  const count = (state: 'COMPLETED' | 'FAILED') =>
    chosen.filter(({ key, versionId }) => index.find(key, versionId)?.replication === state).length;
  return () => ({ total: found.length, succeeded: count('COMPLETED'), failed: refused + count('FAILED') });
}
