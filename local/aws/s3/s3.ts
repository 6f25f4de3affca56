import type { EmitEvent } from '../events/event.ts';
import type { S3Store } from './store.ts';

/** What S3's operations stand on. */
export type S3 = {
  readonly store: S3Store;
  readonly emit: EmitEvent;
};
