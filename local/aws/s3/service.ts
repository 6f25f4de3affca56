import { join } from 'node:path';
import type { Cloud } from '../../kernel/cloud.ts';
import type { Service } from '../../kernel/service.ts';
import type { EmitEvent } from '../events/event.ts';
import { createFiles, type S3Files } from './files.ts';
import { scheduleLifecycle } from './lifecycle.ts';
import { s3Operations } from './operations.ts';
import { bucketResource } from './resources/bucket.ts';
import { bucketPolicyResource } from './resources/bucket-policy.ts';
import type { S3 } from './s3.ts';
import { openS3Store } from './store.ts';

export type S3Service = Service & { readonly files: S3Files };

/** Amazon S3 on this disk; `emit` takes the events of buckets that send them to EventBridge. */
export function createS3(cloud: Cloud, { emit }: { readonly emit: EmitEvent }): S3Service {
  const store = openS3Store(join(cloud.stateDir, 's3'), cloud.clock);
  const s3: S3 = { store, emit };
  return {
    name: 's3',
    operations: s3Operations(s3),
    resources: [bucketResource(s3), bucketPolicyResource()],
    files: createFiles(s3, cloud),
    resourcePolicy: (arn) => store.buckets.get(/^arn:aws:s3:::([^/]+)/.exec(arn)?.[1] ?? '')?.policy,
    start() {
      scheduleLifecycle(s3, cloud);
      store
        .sweep()
        .catch((error: unknown) => cloud.log('warn', 'S3 could not sweep its folder', { error: String(error) }));
    },
    async stop() {
      store.stop();
    },
  };
}
