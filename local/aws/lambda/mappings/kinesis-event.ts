import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { AwsError } from '../../../kernel/error.ts';
import type { Outcome } from '../invocation.ts';
import { recordIteratorAge } from '../metrics.ts';
import type { OpenWindow } from '../shard-checkpoints.ts';
import { readBatchResponse } from './batch-response.ts';
import type { Lane } from './kinesis-lane.ts';
import type { Item } from './kinesis-record.ts';

/** What became of an event: it did not reach the function, or so many of its first records were handled. */
export type Attempt =
  | { readonly kind: 'undelivered' }
  | {
      readonly kind: 'answered';
      readonly done: number;
      readonly requestId: string;
      readonly outcome: Outcome;
      readonly state: OpenWindow['state'] | undefined;
      readonly isFailure: boolean;
    };

const stateSchema = z.object({ state: z.record(z.string(), z.unknown()) });
const undelivered = new Set(['TooManyRequestsException', 'ServiceException']);

/** The event of these items, as JSON. */
export function eventText(
  { shardId, reader }: Lane,
  items: readonly Item[],
  window?: OpenWindow & { isFinal: boolean },
) {
  const records = `{"Records":[${items.map(({ text }) => text).join(',')}]`;
  if (window === undefined) return `${records}}`;
  const rest = JSON.stringify({
    window: { start: secondsText(window.start), end: secondsText(window.end) },
    state: window.state,
    shardId,
    eventSourceARN: reader.mapping.EventSourceArn,
    isFinalInvokeForWindow: window.isFinal,
    isWindowTerminatedEarly: window.isTerminatedEarly === true,
  });
  return `${records},${rest.slice(1)}`;
}

/** Sends one event to the function; throttles and failures of the service are no attempts. */
export async function attempt(lane: Lane, items: readonly Item[], isFinal = false): Promise<Attempt> {
  const { engine, target } = lane.reader;
  const { window } = lane.checkpoint;
  const requestId = randomUUID();
  const payload = eventText(lane, items, window === undefined ? undefined : { ...window, isFinal });
  const newest = items.at(-1);
  if (newest !== undefined) recordIteratorAge(engine.cloud, target.name, engine.cloud.clock.now() - newest.arrival);
  try {
    return judge(lane, items, { requestId, outcome: await engine.invoke(target, { payload, requestId }) });
  } catch (error) {
    if (error instanceof AwsError && undelivered.has(error.code)) return { kind: 'undelivered' };
    throw error;
  }
}

/** A stream restarts from the lowest failed sequence number: later successes come again. */
function judge(lane: Lane, items: readonly Item[], answer: { requestId: string; outcome: Outcome }): Attempt {
  const { mapping } = lane.reader;
  const { outcome } = answer;
  const reportsItems = mapping.FunctionResponseTypes?.includes('ReportBatchItemFailures') === true;
  const identifiers = new Set(items.map(({ sequenceNumber }) => sequenceNumber));
  const failed = readBatchResponse(outcome, reportsItems, identifiers);
  const state = lane.checkpoint.window === undefined ? undefined : stateOf(outcome);
  const isStateMissing = lane.checkpoint.window !== undefined && state === undefined;
  const isFailure = failed === 'all' || failed.size > 0 || isStateMissing;
  const lowest = failed === 'all' || isStateMissing ? 0 : items.findIndex((item) => failed.has(item.sequenceNumber));
  return { kind: 'answered', ...answer, state, isFailure, done: isFailure ? lowest : items.length };
}

function stateOf(outcome: Outcome): OpenWindow['state'] | undefined {
  if (outcome.functionError !== undefined) return undefined;
  const read = stateSchema.safeParse(JSON.parse(outcome.payload));
  return read.success ? read.data.state : undefined;
}

/** `2020-12-09T07:04:00Z` */
function secondsText(time: number): string {
  return new Date(time).toISOString().replace(/\.\d{3}Z$/, 'Z');
}
