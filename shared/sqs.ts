import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Log } from './lambda.ts';

/** One message: its body as JSON, and how often it has been received. */
export type Message = { readonly id: string; readonly body: unknown; readonly receiveCount: number };

/**
 * Handles the messages of a batch one by one; those whose handling throws are reported, and only they come again. A body that
 * is no JSON throws too, and ends in the dead-letter queue.
 */
export function createMessageHandler(log: Pick<Log, 'error'>, handle: (message: Message) => Promise<void>) {
  return async function handleMessages({ Records }: SQSEvent): Promise<SQSBatchResponse> {
    const failed: { itemIdentifier: string }[] = [];
    for (const record of Records) {
      try {
        await handle(readMessage(record));
      } catch (error) {
        log.error('A message failed and will be tried again', { messageId: record.messageId, error });
        failed.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures: failed };
  };
}

/** Throws SyntaxError for a body that is no JSON. */
export function readMessage({
  messageId,
  body,
  attributes,
}: Pick<SQSRecord, 'messageId' | 'body' | 'attributes'>): Message {
  return { id: messageId, body: JSON.parse(body), receiveCount: Number(attributes.ApproximateReceiveCount) || 1 };
}
