import type { Engine } from '../engine.ts';
import { serviceOf } from '../mapping-settings.ts';
import type { Mapping } from '../store.ts';
import { pollKinesis } from './kinesis.ts';
import type { Poller, PollerOptions } from './poller.ts';
import { pollSqs } from './sqs.ts';

/** The pollers of all event source mappings. */
export type Mappings = {
  /** Starts, restarts or ends the poller of one mapping after it changed. */
  refresh(uuid: string): void;
  start(): void;
  stop(): Promise<void>;
};

export function createMappings(engine: Engine, options: PollerOptions): Mappings {
  const pollers = new Map<string, Poller>();
  const ending = new Set<Promise<void>>();
  let running = false;

  function end(uuid: string): void {
    const poller = pollers.get(uuid);
    if (poller === undefined) return;
    pollers.delete(uuid);
    const done = poller.stop().finally(() => ending.delete(done));
    ending.add(done);
  }
  function begin(mapping: Mapping): void {
    const poll = serviceOf(mapping.EventSourceArn) === 'sqs' ? pollSqs : pollKinesis;
    pollers.set(mapping.UUID, poll(engine, mapping, options));
  }
  return {
    refresh(uuid) {
      end(uuid);
      const mapping = engine.store.mappings.get(uuid);
      if (running && mapping?.enabled === true) begin(mapping);
    },
    start() {
      running = true;
      for (const mapping of engine.store.mappings.values()) if (mapping.enabled) begin(mapping);
    },
    async stop() {
      running = false;
      for (const uuid of [...pollers.keys()]) end(uuid);
      await Promise.allSettled(ending);
    },
  };
}
