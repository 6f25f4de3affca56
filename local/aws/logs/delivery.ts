import type { Cloud } from '../../kernel/cloud.ts';
import { AwsError } from '../../kernel/error.ts';
import { send } from './destination.ts';
import { dataMessage } from './envelope.ts';
import type { LogEvent } from './event-files.ts';
import type { Matcher } from './pattern/matcher.ts';
import { readPattern } from './pattern/pattern.ts';
import {
  cursorKey,
  filterKey,
  type LogStore,
  type Stream,
  type SubscriptionFilter,
  streamsOf,
  subscriptionsOf,
} from './store.ts';

export type DeliveryOptions = {
  /** How long new events gather before they are sent; AWS takes seconds. */
  readonly deliverAfterMs?: number;
  /** Pause after a failed delivery, doubled up to 60 times its length. AWS gives up after 24 hours. */
  readonly retryMs?: number;
};

/** Sends subscriptions' events from where each has got to, at least once; what is sent survives a kill at any time. */
export type Delivery = {
  /** New events are in the stream's file. */
  notice(stream: Stream): void;
  start(): void;
  stop(): Promise<void>;
};

const defaultDeliverAfterMs = 200;
const defaultRetryMs = 500;
const giveUpAfterMs = 86_400_000;
/** Uncompressed; a Firehose record may be 1,000 KiB compressed. */
const pieceBytes = 900_000;
const maxRecordBytes = 1_000 * 1_024;

export function createDelivery(cloud: Cloud, store: LogStore, options: DeliveryOptions): Delivery {
  const lanes = new Map<string, Lane>();
  const afterMs = options.deliverAfterMs ?? defaultDeliverAfterMs;
  let stopped = false;

  function laneOf(key: string): Lane {
    const known = lanes.get(key);
    if (known !== undefined) return known;
    const lane: Lane = { streams: new Set(), work: undefined };
    lanes.set(key, lane);
    return lane;
  }
  function wake(filter: SubscriptionFilter, stream: string): void {
    const key = filterKey(filter.group, filter.name);
    const lane = laneOf(key);
    lane.streams.add(stream);
    if (lane.work !== undefined) return;
    lane.work = new Promise<void>((resolve) => {
      cloud.clock.after(afterMs, () => drain(key, lane).finally(resolve));
    });
  }
  async function drain(key: string, lane: Lane): Promise<void> {
    for (const stream of lane.streams) {
      lane.streams.delete(stream);
      await deliverStream({ cloud, store, options, isStopped: () => stopped }, key, stream);
    }
    lane.work = undefined;
    const [left] = lane.streams;
    const filter = store.subscriptions.get(key);
    if (left !== undefined && filter !== undefined && !stopped) wake(filter, left);
  }
  return {
    notice(stream) {
      for (const filter of subscriptionsOf(store, stream.group)) wake(filter, stream.name);
    },
    start() {
      for (const filter of store.subscriptions.values())
        for (const stream of streamsOf(store, filter.group))
          if (isBehind(store, filter, stream)) wake(filter, stream.name);
    },
    async stop() {
      stopped = true;
      const working = [...lanes.values()].flatMap((lane) => (lane.work === undefined ? [] : [lane.work]));
      await Promise.race([Promise.allSettled(working), new Promise((go) => setTimeout(go, afterMs * 2))]);
    },
  };
}

type Lane = { readonly streams: Set<string>; work: Promise<void> | undefined };

type Job = {
  readonly cloud: Cloud;
  readonly store: LogStore;
  readonly options: DeliveryOptions;
  readonly isStopped: () => boolean;
};

function isBehind(store: LogStore, filter: SubscriptionFilter, stream: Stream): boolean {
  return store.events.end(stream) > (store.cursors.get(cursorKey(filter, stream.name)) ?? 0);
}

async function deliverStream(job: Job, key: string, name: string): Promise<void> {
  const { store, isStopped } = job;
  let matches: Matcher | undefined;
  while (!isStopped()) {
    const filter = store.subscriptions.get(key);
    if (filter === undefined) return;
    matches ??= readPattern(filter.pattern);
    const cursor = cursorKey(filter, name);
    const stream = { group: filter.group, name };
    const piece = store.events.read(stream, store.cursors.get(cursor) ?? 0, pieceBytes);
    if (piece.events.length === 0) return;
    const wanted = piece.events.filter((event) => matches?.(event.message) === true);
    if (!(await deliver(job, filter, name, wanted))) return;
    store.cursors.put(cursor, piece.end);
  }
}

/** Whether the cursor may go on; false when the service stops before the delivery succeeded. */
async function deliver(
  job: Job,
  filter: SubscriptionFilter,
  stream: string,
  events: readonly LogEvent[],
): Promise<boolean> {
  if (events.length === 0) return true;
  const { cloud } = job;
  const record = dataMessage(cloud.account, filter, stream, events);
  if (record.length > maxRecordBytes) {
    if (events.length === 1) {
      cloud.log('error', `A log event of ${filter.group} is too large to be delivered`, { bytes: record.length });
      return true;
    }
    const middle = Math.ceil(events.length / 2);
    return (
      (await deliver(job, filter, stream, events.slice(0, middle))) &&
      (await deliver(job, filter, stream, events.slice(middle)))
    );
  }
  const kinds = cloud.faults
    .strike('logs:deliver', `${filter.destinationArn} ${filter.group} ${filter.name}`)
    .map(({ kind }) => kind);
  if (kinds.includes('lose')) return true;
  const partitionKey = filter.distribution === 'Random' ? String(Math.random()) : stream;
  const sendOnce = () => send(cloud, filter, record, partitionKey);
  if (kinds.includes('duplicate')) await insist(job, filter, sendOnce);
  return insist(job, filter, sendOnce);
}

async function insist(job: Job, filter: SubscriptionFilter, attempt: () => Promise<void>): Promise<boolean> {
  const { cloud, options, isStopped } = job;
  const began = cloud.clock.now();
  const base = options.retryMs ?? defaultRetryMs;
  for (let tries = 0; !isStopped(); tries += 1) {
    const error = await attempt().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return true;
    if (tries === 0) cloud.log('warn', `Subscription ${filter.name} of ${filter.group} will try again`, told(error));
    if (cloud.clock.now() - began > giveUpAfterMs || !job.store.subscriptions.has(filterKey(filter.group, filter.name)))
      return true;
    await cloud.clock.wait(Math.min(base * 2 ** tries, base * 60));
  }
  return false;
}

function told(error: unknown): Readonly<Record<string, unknown>> {
  return error instanceof AwsError ? { code: error.code, reason: error.message } : { reason: String(error) };
}
