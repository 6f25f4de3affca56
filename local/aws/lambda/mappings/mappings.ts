import type { Engine } from '../engine.ts';
import { serviceOf } from '../mapping-settings.ts';
import type { Mapping } from '../store.ts';
import { pollKinesis } from './kinesis.ts';
import type { Poller, PollerOptions } from './poller.ts';
import { pollRabbitMq } from './rabbitmq.ts';
import { pollSqs } from './sqs.ts';

/** The pollers of all event source mappings. */
export type Mappings = {
  /** Starts, restarts or ends the poller of one mapping after it changed. */
  refresh(uuid: string): void;
  start(): void;
  stop(): Promise<void>;
};

const polls: Readonly<Record<string, typeof pollKinesis>> = { sqs: pollSqs, mq: pollRabbitMq };

export function createMappings(engine: Engine, options: PollerOptions): Mappings {
  const pollers = new Map<string, Poller>();
  const ending = new Map<string, Promise<void>>();
  let running = false;

  function end(uuid: string): void {
    const poller = pollers.get(uuid);
    if (poller === undefined) return;
    pollers.delete(uuid);
    const done = poller.stop().finally(() => ending.delete(uuid));
    ending.set(uuid, done);
  }
  function begin(mapping: Mapping): void {
    const poll = polls[serviceOf(mapping.EventSourceArn)] ?? pollKinesis;
    pollers.set(mapping.UUID, poll(engine, mapping, options));
  }
  function beginIfEnabled(uuid: string): void {
    const mapping = engine.store.mappings.get(uuid);
    if (running && mapping?.enabled === true && !pollers.has(uuid) && !ending.has(uuid)) begin(mapping);
  }
  return {
    refresh(uuid) {
      end(uuid);
      // Two pollers at a time would handle the same records side by side, and out of order.
      const ended = ending.get(uuid);
      if (ended === undefined) beginIfEnabled(uuid);
      else ended.finally(() => beginIfEnabled(uuid));
    },
    start() {
      running = true;
      for (const uuid of engine.store.mappings.keys()) beginIfEnabled(uuid);
    },
    async stop() {
      running = false;
      for (const uuid of [...pollers.keys()]) end(uuid);
      await Promise.allSettled(ending.values());
    },
  };
}
