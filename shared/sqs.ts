import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { Log } from './lambda.ts';

/** One message: its body as JSON, and how often it has been received. */
export type Message = { readonly id: string; readonly body: unknown; readonly receiveCount: number };

type RemainingTime = Pick<Context, 'getRemainingTimeInMillis'>;

/**
 * Handles the messages of a batch one by one, of equal ones the first for all: whatever they tell of had come when it was begun. Those whose handling
 * throws are reported, and only they come again. A body that is no JSON fails too, and ends in the dead-letter queue.
 */
export function createMessageHandler(
  log: Pick<Log, 'error'>,
  handle: (message: Message, remainingMs: () => number) => Promise<void>,
) {
  return async function handleMessages({ Records }: SQSEvent, context: RemainingTime): Promise<SQSBatchResponse> {
    const failed = new Set<string>();
    for (const [record, ...same] of groupsOf(Records)) {
      try {
        await handle(readMessage(record), () => context.getRemainingTimeInMillis());
      } catch (error) {
        log.error('A message failed and will be tried again', {
          messageId: record.messageId,
          ...namedIn(record),
          error,
        });
        for (const { messageId } of [record, ...same]) failed.add(messageId);
      }
    }
    return failures(failed, Records.length);
  };
}

type Group = [SQSRecord, ...SQSRecord[]];

/** Messages of one body together, in the order of their first. */
function groupsOf(records: readonly SQSRecord[]): Iterable<Group> {
  const groups = new Map<string, Group>();
  for (const record of records) {
    const group = groups.get(record.body);
    if (group === undefined) groups.set(record.body, [record]);
    else group.push(record);
  }
  return groups.values();
}

/** Handles the messages of a batch together; `handle` says which of them have to come again. */
export function createBatchHandler(
  log: Pick<Log, 'error'>,
  handle: (messages: readonly Message[], remaining: () => number) => Promise<ReadonlySet<string>>,
) {
  return async function handleBatch({ Records }: SQSEvent, context: RemainingTime): Promise<SQSBatchResponse> {
    const unreadable = new Set<string>();
    const messages = Records.flatMap((record) => {
      try {
        return [readMessage(record)];
      } catch (error) {
        log.error('A message is no JSON', { messageId: record.messageId, error });
        unreadable.add(record.messageId);
        return [];
      }
    });
    const unfinished = await handle(messages, () => context.getRemainingTimeInMillis());
    return failures(new Set([...unreadable, ...unfinished]), Records.length);
  };
}

function readMessage({ messageId, body, attributes }: SQSRecord): Message {
  return { id: messageId, body: JSON.parse(body), receiveCount: Number(attributes.ApproximateReceiveCount) || 1 };
}

// Of an event, and of what functions send themselves of one.
const namesObject = z.object({
  detail: z.object({ bucket: z.object({ name: z.string() }), object: z.object({ key: z.string() }) }),
});

/** The object that a message is about, as every line of the log names one. */
function namedIn({ body }: SQSRecord) {
  try {
    const { bucket, object } = namesObject.parse(JSON.parse(body)).detail;
    return { object: { bucket: bucket.name, key: object.key } };
  } catch {
    return {};
  }
}

/** None of a batch's messages could be handled; Lambda gives all of them back to the queue, as it does those that are reported. */
export class BatchFailedError extends Error {
  override readonly name = 'BatchFailedError';
}

/** Reported failures are none of the function's Errors, by which somebody hears of them: where all fail, the call does. */
function failures(messageIds: ReadonlySet<string>, messages: number): SQSBatchResponse {
  if (messages > 0 && messageIds.size === messages)
    throw new BatchFailedError(
      `${messages === 1 ? 'The message' : `All ${messages} messages`} failed: the lines before say why`,
    );
  return { batchItemFailures: [...messageIds].map((itemIdentifier) => ({ itemIdentifier })) };
}
