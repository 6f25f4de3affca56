import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { HttpExchange } from '../../kernel/operation.ts';
import type { Service } from '../../kernel/service.ts';
import type { RestResponse } from '../../wire/rest.ts';
import type { EmitEvent } from '../events/event.ts';
import { createFiles, type S3Files } from './files.ts';
import { scheduleLifecycle } from './lifecycle.ts';
import { s3Operations } from './operations.ts';
import { type Again, type Progress, replicateAgain } from './replication/again.ts';
import { answerNeighbour, createCarrier, mayExist } from './replication/neighbours.ts';
import { createReplicator } from './replication/replicator.ts';
import type { SendDeps } from './replication/send-version.ts';
import { bucketResource } from './resources/bucket.ts';
import { bucketPolicyResource } from './resources/bucket-policy.ts';
import type { S3 } from './s3.ts';
import { openS3Store } from './store.ts';

export type S3Service = Service & {
  readonly files: S3Files;
  /** Takes what another local cloud replicates to a bucket of this one; undefined for any other request. */
  answerNeighbour(http: HttpExchange): Promise<RestResponse | undefined>;
  /** Batch replication; tells how far it is. Throws NoSuchBucket. */
  replicateAgain(again: Again): () => Progress;
};

type S3Options = {
  /** Takes the events of buckets that send them to EventBridge. */
  readonly emit: EmitEvent;
  /** Throws unless a role may be taken by S3 for a bucket. */
  readonly checkTrust?: SendDeps['checkTrust'];
  /** Endpoints of other local clouds, whose buckets it replicates to. */
  readonly peers?: readonly string[];
};

/** Amazon S3 on this disk. */
export function createS3(cloud: Cloud, { emit, checkTrust = () => undefined, peers = [] }: S3Options): S3Service {
  const store = openS3Store(join(cloud.stateDir, 's3'), cloud.clock);
  const carry = createCarrier({ store, emit }, cloud, peers);
  const replicator = createReplicator({ s3: { store }, cloud, checkTrust, carry });
  const s3: S3 = {
    store,
    emit,
    replicate: replicator.replicate,
    mayExist: (bucket) => mayExist({ store }, peers, bucket),
  };
  return {
    name: 's3',
    operations: s3Operations(s3),
    resources: [bucketResource(s3), bucketPolicyResource()],
    files: createFiles(s3, cloud),
    resourcePolicy: (arn) => store.buckets.get(/^arn:aws:s3:::([^/]+)/.exec(arn)?.[1] ?? '')?.policy,
    answerNeighbour: (http) => answerNeighbour(s3, cloud, http),
    replicateAgain: (again) => replicateAgain(s3, again),
    start() {
      replicator.start();
      scheduleLifecycle(s3, cloud);
      store
        .sweep()
        .catch((error: unknown) => cloud.log('warn', 'S3 could not sweep its folder', { error: String(error) }));
    },
    async stop() {
      await replicator.stop();
      store.stop();
    },
  };
}
