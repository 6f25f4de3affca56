import type { StreamLine } from '../core/kinesis/lanes.ts';
import type { StreamLimits } from '../core/kinesis/limits.ts';
import { createStreamWriter, type PutRecords } from '../core/kinesis/stream-writer.ts';
import { type Counts, rejectsFor } from '../core/messages/counts.ts';
import type { Intake, Parked, RejectedMessage, Taken } from '../core/messages/intake.ts';
import type { Message } from '../core/routes/message.ts';

/** What a message needs on its way into the lake; each throws unless it is done. */
export type DeliveryPorts = {
  readonly take: Intake;
  readonly putRecords: PutRecords;
  readonly isTransient: (error: unknown) => boolean;
  /** Writes a payload that is too large for the stream. */
  readonly park: (parked: Parked) => Promise<void>;
  /** Writes rejected messages, as one object. */
  readonly writeRejects: (rows: readonly RejectedMessage[], now: number) => Promise<void>;
  readonly limits: StreamLimits;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
};

export type DeliveryOptions = DeliveryPorts & {
  readonly counts: Counts;
  readonly signal: AbortSignal;
  /** Told of each message that is where it belongs, by the tag that it came with. */
  readonly onDone: (tag: number) => void;
  readonly onFailed: (error: Error) => void;
};

export type Delivery = {
  take(message: Message, tag: number): void;
  /** Resolves once every message taken is done; rejects with what makes that impossible. */
  flushed(): Promise<void>;
};

type TaggedLine = StreamLine & { readonly tag: number };
type TaggedReject = { readonly row: RejectedMessage; readonly tag: number };

// Rejects wait for others, so that a flood of them is few objects; no longer than that, and in bounded memory.
const maxRejects = 500;
const maxRejectedBytes = 4 * 1024 * 1024;
const rejectsWaitMs = 250;

/** Brings messages to where they belong: the stream, S3, or nowhere. */
export function createDelivery(options: DeliveryOptions): Delivery {
  const { counts, signal } = options;
  let rejects: TaggedReject[] = [];
  let rejectedBytes = 0;
  let writing = Promise.resolve();
  let failure: Error | null = null;
  const fail = (error: Error) => {
    if (failure !== null) return;
    failure = error;
    options.onFailed(error);
  };

  const writer = createStreamWriter<TaggedLine>({
    ...options,
    sleep: (milliseconds) => options.sleep(milliseconds, signal),
    onStored: (lines) => {
      counts.add('Stored', lines.length);
      for (const { tag } of lines) done(tag);
    },
    onFailed: fail,
    onRetried: (records) => counts.add('RetriedEntries', records),
  });

  const flushRejects = () => {
    const batch = rejects;
    rejects = [];
    rejectedBytes = 0;
    if (batch.length === 0) return;
    const write = async () => {
      await options.writeRejects(
        batch.map(({ row }) => row),
        options.now(),
      );
      for (const { tag } of batch) done(tag);
    };
    writing = writing.then(write);
    writing.catch(fail);
  };

  const reject = (row: RejectedMessage, tag: number) => {
    counts.add('Rejected');
    counts.add(rejectsFor(row.reason));
    if (rejects.length === 0) options.sleep(rejectsWaitMs, signal).then(flushRejects, () => undefined);
    rejects.push({ row, tag });
    rejectedBytes += row.bytes.length;
    if (rejects.length >= maxRejects || rejectedBytes >= maxRejectedBytes) flushRejects();
  };

  const keep = (line: StreamLine, parked: Parked | null, tag: number) => {
    counts.add('Kept');
    counts.add('KeptBytes', line.bytes);
    if (parked === null) {
      // Spelled out: this is done for every message, and a spread costs several times as much.
      writer.add({ partitionKey: line.partitionKey, text: line.text, bytes: line.bytes, tag });
      return;
    }
    counts.add('Parked');
    const after = options.park(parked);
    after.catch(fail);
    writer.add({ ...line, tag, after });
  };

  /** Of messages with several events: how many are not yet where they belong. */
  const parts = new Map<number, number>();
  const done = (tag: number) => {
    const left = parts.size === 0 ? undefined : parts.get(tag);
    if (left !== undefined && left > 1) parts.set(tag, left - 1);
    else {
      if (left !== undefined) parts.delete(tag);
      options.onDone(tag);
    }
  };
  const takeSeveral = (events: Extract<Taken, { kind: 'several' }>['events'], tag: number) => {
    parts.set(tag, events.length);
    for (const event of events) {
      if (event.kind === 'kept') keep(event.line, event.parked, tag);
      else reject(event.row, tag);
    }
  };

  return {
    take(message, tag) {
      const now = options.now();
      counts.add('Received');
      const { timestamp } = message.properties;
      if (timestamp !== null) counts.highest('SecondsBehind', Math.max(0, (now - timestamp) / 1000));
      const taken = options.take(message, now);
      if (taken.kind === 'kept') keep(taken.line, taken.parked, tag);
      else if (taken.kind === 'rejected') reject(taken.row, tag);
      else if (taken.kind === 'several') takeSeveral(taken.events, tag);
      else {
        counts.add('Dropped');
        counts.add(`Dropped${taken.reason}`);
        done(tag);
      }
    },
    async flushed() {
      flushRejects();
      await Promise.all([writer.flushed(), writing]);
      if (failure !== null) throw failure;
    },
  };
}
