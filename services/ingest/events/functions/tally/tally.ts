import type { Log } from '@tributary/shared/lambda.ts';
import type { KinesisStreamTumblingWindowEvent } from 'aws-lambda';
import { createCount, type WindowLimits } from '../../core/tally/count.ts';
import { rowsOf, type StatsRow, statsKey } from '../../core/tally/rows.ts';
import {
  emptyCounts,
  readState,
  type WindowCounts,
  type WindowState,
  writeState,
} from '../../core/tally/window-state.ts';

/** What Lambda hands over: records of one shard that arrived within one window, and the state of that window so far. */
export type WindowEvent = KinesisStreamTumblingWindowEvent & { readonly shardId: string };

export type TallyDeps = {
  /** Writes an object of the raw bucket, whole or not at all. */
  readonly write: (key: string, body: string) => Promise<void>;
  /** How long before its window an event may have happened and not be late. */
  readonly lateAfterMs: number;
  readonly log: Pick<Log, 'error'>;
  readonly limits?: WindowLimits;
};

/** What Lambda is answered, and the rows that have been written where a window has ended. */
export type TallyOutcome = { readonly answer: TallyAnswer; readonly rows: readonly StatsRow[] };

export type TallyAnswer = {
  readonly state: WindowState | Readonly<Record<string, never>>;
  readonly batchItemFailures: readonly [];
};

/**
 * Counts the records of a batch into the window's state, and writes a line per event type when the window ends. No record can
 * fail: what is no event is counted as unreadable. A throw (S3 did not take the counts) makes Lambda try the batch again.
 */
export function createTally({ write, lateAfterMs, log, limits }: TallyDeps) {
  return async function tally(event: WindowEvent): Promise<TallyOutcome> {
    const counts = readState(event.state) ?? startAnew(event, log);
    const count = createCount(counts, Date.parse(event.window.start) - lateAfterMs, limits);
    for (const { kinesis } of event.Records) {
      count({ sequenceNumber: kinesis.sequenceNumber, data: Buffer.from(kinesis.data, 'base64') });
    }
    if (!event.isFinalInvokeForWindow && !event.isWindowTerminatedEarly) {
      return { answer: { state: writeState(counts), batchItemFailures: [] }, rows: [] };
    }
    const window = { ...event.window, shardId: event.shardId, early: event.isWindowTerminatedEarly };
    const rows = rowsOf(counts, window);
    if (rows.length > 0) await write(statsKey(window, counts), jsonLines(rows));
    return { answer: { state: {}, batchItemFailures: [] }, rows };
  };
}

/** Only a deployment within a window can bring a foreign state; to insist on it would stop the shard's counts for ever. */
function startAnew({ window, shardId }: WindowEvent, log: Pick<Log, 'error'>): WindowCounts {
  log.error('The state of this window is of another version: its counts begin again', { window, shardId });
  return emptyCounts();
}

function jsonLines(rows: readonly StatsRow[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}
