import { randomUUID } from 'node:crypto';
import type { Caller } from '../../kernel/caller.ts';
import type { Cloud } from '../../kernel/cloud.ts';
import type { SealedBuffer, SourceRecord } from './buffer-files.ts';
import { deliverBuffer } from './delivery.ts';
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

/** Gathers records and delivers them once they are many or old enough; nothing is forgotten until S3 has it. */
export type Buffering = {
  /** Accepts records, on disk when it returns; gives their ids. */
  accept(stream: DeliveryStream, records: readonly Pick<SourceRecord, 'data' | 'kinesis'>[]): readonly string[];
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
    const { SizeInMBs = 5, IntervalInSeconds = 300 } = stream.destination.BufferingHints ?? {};
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
    for (let tries = 0; isWanted(); tries += 1) {
      const stream = store.streams.get(name);
      if (stream === undefined || (await delivered(cloud, stream, buffer, store))) return;
      await new Promise<void>((go) => cloud.clock.after(Math.min(base * 2 ** tries, base * 60), go));
    }
  }
  return {
    accept(stream, records) {
      const arrival = cloud.clock.now();
      const accepted = records.map((record) => ({ ...record, recordId: recordId(), arrival }));
      store.buffers.append(stream.name, accepted);
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

async function delivered(
  cloud: Cloud,
  stream: DeliveryStream,
  buffer: SealedBuffer,
  store: FirehoseStore,
): Promise<boolean> {
  const kinds = cloud.faults.strike('firehose:deliver', stream.arn).map(({ kind }) => kind);
  if (kinds.includes('lose')) return true;
  try {
    const records = store.buffers.read(buffer);
    if (kinds.includes('duplicate')) await deliverBuffer(cloud, stream, { ...buffer, id: randomUUID() }, records);
    await deliverBuffer(cloud, stream, buffer, records);
    return true;
  } catch (error) {
    await complain(cloud, stream, error);
    return false;
  }
}

/** Tells the stream's own log, if it has one, and the local cloud's. */
async function complain(cloud: Cloud, stream: DeliveryStream, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  cloud.log('warn', `The delivery stream ${stream.name} could not deliver and will try again`, { reason });
  const options = stream.destination.CloudWatchLoggingOptions;
  if (options?.Enabled !== true || cloud.service('logs') === undefined) return;
  const role: Caller = { kind: 'role', roleArn: stream.destination.RoleARN ?? '', sessionName: 'FirehoseDelivery' };
  const message = JSON.stringify({
    deliveryStreamARN: stream.arn,
    destination: stream.destination.BucketARN,
    deliveryStreamVersionId: stream.version,
    message: reason,
    errorCode: error instanceof Error ? `S3.${error.name}` : 'S3.InternalError',
  });
  await cloud
    .call(role, 'logs', 'PutLogEvents', {
      logGroupName: options.LogGroupName,
      logStreamName: options.LogStreamName,
      logEvents: [{ timestamp: cloud.clock.now(), message }],
    })
    .catch((failure: unknown) =>
      cloud.log('warn', `The error log of ${stream.name} was not written`, { reason: String(failure) }),
    );
}

function recordId(): string {
  const random = randomUUID().replaceAll('-', '');
  return `${random}${random}000000000000`;
}
