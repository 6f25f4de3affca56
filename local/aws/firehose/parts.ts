import type { Buffering } from './buffering.ts';
import type { KinesisSource } from './kinesis-source.ts';
import type { FirehoseStore } from './store.ts';

/** What Firehose's operations stand on. */
export type FirehoseParts = {
  readonly store: FirehoseStore;
  readonly buffering: Buffering;
  readonly source: KinesisSource;
};
