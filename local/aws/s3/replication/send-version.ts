import { createReadStream } from 'node:fs';
import type { ReplicationRule } from '@aws-sdk/client-s3';
import type { Caller } from '../../../kernel/caller.ts';
import type { Cloud } from '../../../kernel/cloud.ts';
import type { BucketRecord, ObjectVersion } from '../record.ts';
import type { S3 } from '../s3.ts';
import { firstRefused, isAllowed } from './receive.ts';
import type { FailureReason, Outcome, Replica } from './replica.ts';

export type SendDeps = {
  readonly s3: Pick<S3, 'store'>;
  readonly cloud: Cloud;
  /** Throws unless the role may be taken by S3 for this bucket. */
  readonly checkTrust: (roleArn: string, bucketArn: string) => void;
  readonly carry: (replica: Replica, bytes: () => AsyncIterable<Uint8Array>) => Promise<Outcome>;
};

export type SendCase = {
  readonly bucket: BucketRecord;
  readonly rule: ReplicationRule;
  readonly version: ObjectVersion;
};

/** Replicates one version by its rule, in the name of the configuration's role. The fault `s3:replicate` leaves it for later. */
export async function sendVersion(deps: SendDeps, { bucket, rule, version }: SendCase): Promise<Outcome> {
  const { cloud, s3 } = deps;
  if (cloud.faults.strike('s3:replicate', `${bucket.name}/${version.key}`).length > 0)
    return { kind: 'later', reason: 'a fault that is switched on' };
  const replica = replicaOf(bucket, rule, version);
  const reason = refusedHere(deps, bucket, replica);
  if (reason !== undefined) return { kind: 'failed', reason };
  return deps.carry(replica, () =>
    version.deleteMarker ? nothing() : createReadStream(s3.store.objectPath(bucket.name, version)),
  );
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function replicaOf({ replication }: BucketRecord, { Destination }: ReplicationRule, version: ObjectVersion): Replica {
  const storageClass = Destination?.StorageClass;
  return {
    bucket: (Destination?.Bucket ?? '').replace(/^arn:[\w-]+:s3:::/, ''),
    roleArn: replication?.Role ?? '',
    account: Destination?.Account,
    takesOwner: Destination?.AccessControlTranslation?.Owner === 'Destination',
    version: version.deleteMarker || storageClass === undefined ? version : { ...version, storageClass },
  };
}

/** What the source's account has against it: a role that S3 may not take, or that may not read here or write there. */
function refusedHere(
  { cloud, checkTrust }: SendDeps,
  bucket: BucketRecord,
  replica: Replica,
): FailureReason | undefined {
  const { roleArn, version } = replica;
  const arn = `arn:aws:s3:::${bucket.name}`;
  if (!isAllowed(() => checkTrust(roleArn, arn))) return 'AssumeRoleNotPermitted';
  const caller: Caller = { kind: 'role', roleArn, sessionName: 's3-replication' };
  const object = `${arn}/${version.key}`;
  const needed: readonly (readonly [string, string, FailureReason])[] = [
    ['GetReplicationConfiguration', arn, 'SrcHeadObjectNotPermitted'],
    ['ListBucket', arn, 'SrcHeadObjectNotPermitted'],
    ['GetObjectVersionForReplication', object, 'SrcGetObjectNotPermitted'],
    ['GetObjectVersionAcl', object, 'SrcGetAclNotPermitted'],
    ...(!version.deleteMarker && version.tags.length > 0
      ? [['GetObjectVersionTagging', object, 'SrcGetTaggingNotPermitted'] as const]
      : []),
  ];
  const allows = (action: string, resource: string) =>
    isAllowed(() => cloud.authorize(caller, { action: `s3:${action}`, resource }));
  const refused = needed.find(([action, resource]) => !allows(action, resource));
  return refused?.[2] ?? firstRefused(cloud, replica);
}
