import type { Cloud } from '../../kernel/cloud.ts';
import type { LogEvent } from './event-files.ts';
import type { LogStore, Stream } from './store.ts';

/** What the operations of CloudWatch Logs stand on. */
export type LogParts = {
  readonly cloud: Cloud;
  readonly store: LogStore;
  readonly eventId: (timestamp: number) => string;
  /** Called with new events once they are on disk. */
  readonly onEvents: (stream: Stream, events: readonly LogEvent[]) => void;
};
