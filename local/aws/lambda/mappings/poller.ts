import type { Subscribe } from '../../mq/message.ts';

/** A running poller; `stop` lets what it holds finish. */
export type Poller = { stop(): Promise<void> };

export type PollerOptions = {
  /**
   * How long messages of a failed batch stay invisible. On AWS it is the rest of the queue's visibility timeout, minutes as a
   * rule; nobody waits for that locally, and at-least-once allows any time.
   */
  readonly failedBatchVisibilitySeconds?: number;
  /** Pause before a failed stream batch is tried again, doubled at each try up to 30 times its length. */
  readonly streamRetryMs?: number;
  /** Where the queues of Amazon MQ's brokers are. */
  readonly subscribe?: Subscribe;
};
