import { backoffMs } from './backoff.ts';
import { createLanes, type LaneRecord, type StreamLine } from './lanes.ts';
import type { StreamLimits } from './limits.ts';

/** One call of PutRecords: an answer per record, in their order. Throws when the call as a whole failed. */
export type PutRecords = (records: readonly StreamRecord[], signal: AbortSignal) => Promise<readonly PutAnswer[]>;

export type StreamRecord = { readonly partitionKey: string; readonly data: Buffer };

/** `errorCode` null: the record is stored. */
export type PutAnswer = { readonly errorCode: string | null };

export type StreamWriter<L extends StreamLine> = {
  /** Takes a line; it is sent from the next turn of the event loop on. */
  add(line: L): void;
  /** Lines taken and not yet stored. */
  readonly waiting: () => number;
  /** Resolves once every line taken is stored; rejects with what makes that impossible. */
  flushed(): Promise<void>;
};

export type StreamWriterDeps<L extends StreamLine> = {
  readonly putRecords: PutRecords;
  readonly limits: StreamLimits;
  /** Told of lines that the stream has, record by record. */
  readonly onStored: (lines: readonly L[]) => void;
  /** Told once, of what ended the writer: a call that no retry can mend, or `signal`. Nothing is sent after it. */
  readonly onFailed: (error: Error) => void;
  /** Whether a failed call may succeed when made again. */
  readonly isTransient: (error: unknown) => boolean;
  /** Aborts when there is no time left. */
  readonly signal: AbortSignal;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  /** Told of each retry: how many records are sent again. */
  readonly onRetried: (records: number) => void;
};

/** Time ran out before the stream had everything. */
export class NotStoredError extends Error {
  override readonly name = 'NotStoredError';
}

/**
 * Writes lines to a Kinesis stream: lines of one partition key in their order, several keys at a time, failed entries again and
 * again until `signal` says stop.
 */
export function createStreamWriter<L extends StreamLine>(deps: StreamWriterDeps<L>): StreamWriter<L> {
  const { limits, signal } = deps;
  const notReady = new Set<L>();
  const lanes = createLanes<L>(limits, (line) => !notReady.has(line));
  const waiters = new Set<() => void>();
  let inFlight = 0;
  let isScheduled = false;
  let failure: Error | null = null;

  const settle = () => {
    for (const wake of waiters) wake();
  };
  const fail = (error: Error) => {
    if (failure !== null) return;
    failure = error;
    deps.onFailed(error);
    settle();
  };
  const schedule = () => {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      pump();
    });
  };

  const pump = () => {
    while (failure === null && inFlight < limits.maxCallsInFlight && (inFlight === 0 || lanes.isWorthwhile())) {
      const records = lanes.take();
      if (records.length === 0) break;
      inFlight += 1;
      send(records).then(() => {
        inFlight -= 1;
        if (lanes.waiting() === 0) settle();
        pump();
      }, fail);
    }
  };

  const send = async (records: readonly LaneRecord<L>[]) => {
    const answers = await answersOf(records);
    const stored = records.filter((_, index) => answers[index]?.errorCode === null);
    const failed = records.filter((_, index) => answers[index]?.errorCode !== null);
    for (const record of stored) {
      lanes.stored(record);
      deps.onStored(record.lines);
    }
    if (failed.length > 0) retryLater(failed);
  };

  const answersOf = async (records: readonly LaneRecord<L>[]): Promise<readonly PutAnswer[]> => {
    try {
      return await deps.putRecords(records.map(toStreamRecord), signal);
    } catch (error) {
      if (signal.aborted || !deps.isTransient(error)) throw signal.aborted ? outOfTime() : error;
      return records.map(() => ({ errorCode: 'CallFailed' }));
    }
  };

  /** One pause for all that failed in a call: when it ends they go together again. */
  const retryLater = (records: readonly LaneRecord<L>[]) => {
    for (const record of records) lanes.failed(record);
    deps.onRetried(records.length);
    const attempts = Math.max(...records.map((record) => record.attempts));
    deps.sleep(backoffMs(attempts + 1, deps.random)).then(() => {
      for (const { partitionKey } of records) lanes.release(partitionKey);
      pump();
    }, fail);
  };

  const outOfTime = () => new NotStoredError(`The stream has not taken ${lanes.waiting()} events in time`);
  signal.addEventListener('abort', () => fail(outOfTime()), { once: true });

  return {
    waiting: () => lanes.waiting(),
    add(line) {
      if (failure !== null) return;
      if (line.after !== undefined) {
        notReady.add(line);
        line.after.then(() => {
          notReady.delete(line);
          lanes.wake(line.partitionKey);
          pump();
        }, fail);
      }
      lanes.add(line);
      schedule();
    },
    async flushed() {
      while (failure === null && lanes.waiting() > 0) {
        await new Promise<void>((resolve) => {
          const wake = () => {
            waiters.delete(wake);
            resolve();
          };
          waiters.add(wake);
        });
      }
      if (failure !== null) throw failure;
    },
  };
}

function toStreamRecord<L extends StreamLine>({ partitionKey, lines }: LaneRecord<L>): StreamRecord {
  const [only] = lines;
  const text = lines.length === 1 && only !== undefined ? only.text : lines.map((line) => line.text).join('');
  return { partitionKey, data: Buffer.from(text) };
}
