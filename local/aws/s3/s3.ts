import type { EmitEvent } from '../events/event.ts';
import type { VersionName } from './replication/replica.ts';
import type { S3Store } from './store.ts';

/** What S3's operations stand on. */
export type S3 = {
  readonly store: S3Store;
  readonly emit: EmitEvent;
  /** Whether a bucket is here, or may be with another local cloud. */
  readonly mayExist: (bucket: string) => Promise<boolean>;
  /** Begins to replicate a version that is PENDING; it returns at once. */
  readonly replicate: (version: VersionName) => void;
};
