import { randomUUID } from 'node:crypto';
import type { Cloud } from '../../kernel/cloud.ts';
import { createDelivery } from './buffer-delivery.ts';
import type { SealedBuffer, SourceRecord } from './buffer-files.ts';
import { hintsOf } from './dynamic-partitioning.ts';
import type { DeliveryStream, FirehoseStore } from './store.ts';

export type BufferingOptions = {
  /**
   * What a second of a buffering interval lasts. AWS's shortest interval is 60 s, made for the price of S3 requests; the default
   * of 1/30 turns that into 2 s, and the templates stay as AWS gets them. 1 is AWS's own pace.
   */
  readonly pace?: number;
  /** Pause after a failed delivery, doubled up to 60 times its length. */
  readonly retryMs?: number;
};

/** A record as it comes; `arrival` where its source had it before. */
export type Accepted = Pick<SourceRecord, 'data' | 'kinesis'> & { readonly arrival?: number };

/** Gathers records and delivers them once they are many or old enough; nothing is forgotten until S3 has it. */
export type Buffering = {
  /** Accepts records, on disk when it returns; gives their ids. */
  accept(stream: DeliveryStream, records: readonly Accepted[]): readonly string[];
  start(): void;
  stop(): Promise<void>;
};

const defaultPace = 1 / 30;
const defaultRetryMs = 1_000;

export function createBuffering(cloud: Cloud, store: FirehoseStore, options: BufferingOptions): Buffering {
  const pace = options.pace ?? defaultPace;
  const timers = new Map<string, () => void>();
  const delivering = new Map<string, Promise<void>>();
  let stopped = false;

  function limits(stream: DeliveryStream) {
    const { SizeInMBs, IntervalInSeconds } = hintsOf(stream.destination);
    return { bytes: SizeInMBs * 1_048_576, ms: IntervalInSeconds * 1_000 * pace };
  }
  /** Seals what is due, or comes back when it will be. */
  function look(name: string): void {
    const stream = store.streams.get(name);
    const open = store.buffers.open(name);
    if (stream === undefined || open === undefined || stopped) return;
    const { bytes, ms } = limits(stream);
    const left = open.since + ms - cloud.clock.now();
    if (open.bytes < bytes && left > 0) wait(name, left);
    else flush(name);
  }
  function flush(name: string): void {
    timers.get(name)?.();
    timers.delete(name);
    store.buffers.seal(name);
    deliver(name);
  }
  function wait(name: string, ms: number): void {
    if (timers.has(name)) return;
    const cancel = cloud.clock.after(ms, () => {
      timers.delete(name);
      look(name);
    });
    timers.set(name, cancel);
  }
  function deliver(name: string): void {
    if (delivering.has(name)) return;
    const work = drain(name).finally(() => {
      delivering.delete(name);
      if (!stopped && store.buffers.sealed(name).length > 0) deliver(name);
    });
    delivering.set(name, work);
  }
  async function drain(name: string): Promise<void> {
    for (const buffer of store.buffers.sealed(name)) {
      const isWanted = () => !stopped && store.streams.has(name);
      await insist(name, buffer, isWanted);
      if (!isWanted()) return;
      store.buffers.done(buffer);
    }
  }
  async function insist(name: string, buffer: SealedBuffer, isWanted: () => boolean): Promise<void> {
    const base = options.retryMs ?? defaultRetryMs;
    const delivery = createDelivery(cloud, store, buffer);
    for (let tries = 0; isWanted(); tries += 1) {
      const stream = store.streams.get(name);
      if (stream === undefined || (await delivery(stream))) return;
      await cloud.clock.wait(Math.min(base * 2 ** tries, base * 60));
    }
  }
  return {
    accept(stream, records) {
      const now = cloud.clock.now();
      const accepted = records.map((record) => ({ arrival: now, ...record, recordId: recordId() }));
      store.buffers.append(stream.name, accepted, now);
      look(stream.name);
      return accepted.map((record) => record.recordId);
    },
    start() {
      for (const { name } of store.streams.values()) {
        if (store.buffers.sealed(name).length > 0) deliver(name);
        look(name);
      }
    },
    async stop() {
      stopped = true;
      for (const cancel of timers.values()) cancel();
      const grace = new Promise<void>((go) => setTimeout(go, 1_000));
      await Promise.race([Promise.allSettled(delivering.values()), grace]);
    },
  };
}

function recordId(): string {
  const random = randomUUID().replaceAll('-', '');
  return `${random}${random}000000000000`;
}
