import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from './lambda.ts';

/** One message: its body as JSON, and how often it has been received. */
export type Message = { readonly id: string; readonly body: unknown; readonly receiveCount: number };

type RemainingTime = Pick<Context, 'getRemainingTimeInMillis'>;

/**
 * Handles the messages of a batch one by one; those whose handling throws are reported, and only they come again. A body that
 * is no JSON fails too, and ends in the dead-letter queue.
 */
export function createMessageHandler(
  log: Pick<Log, 'error'>,
  handle: (message: Message, remainingMs: () => number) => Promise<void>,
) {
  return async function handleMessages({ Records }: SQSEvent, context: RemainingTime): Promise<SQSBatchResponse> {
    const failed = new Set<string>();
    for (const record of Records) {
      try {
        await handle(readMessage(record), () => context.getRemainingTimeInMillis());
      } catch (error) {
        log.error('A message failed and will be tried again', { messageId: record.messageId, error });
        failed.add(record.messageId);
      }
    }
    return failures(failed);
  };
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
    return failures(new Set([...unreadable, ...unfinished]));
  };
}

function readMessage({ messageId, body, attributes }: SQSRecord): Message {
  return { id: messageId, body: JSON.parse(body), receiveCount: Number(attributes.ApproximateReceiveCount) || 1 };
}

function failures(messageIds: ReadonlySet<string>): SQSBatchResponse {
  return { batchItemFailures: [...messageIds].map((itemIdentifier) => ({ itemIdentifier })) };
}
