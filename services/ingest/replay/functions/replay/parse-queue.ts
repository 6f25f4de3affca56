import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SendToParse } from './raw-logs.ts';

/** Not every message was taken; sending them all again is harmless. */
class MessagesNotSentError extends Error {
  override readonly name = 'MessagesNotSentError';
}

export function createSendToParse(client: Pick<SQSClient, 'send'>, queueUrl: string): SendToParse {
  return async function sendToParse(bodies) {
    const answer = await client.send(
      new SendMessageBatchCommand({
        QueueUrl: queueUrl,
        Entries: bodies.map((body, index) => ({ Id: String(index), MessageBody: JSON.stringify(body) })),
      }),
    );
    // Told entry by entry, under HTTP 200.
    const [failed] = answer.Failed ?? [];
    if (failed === undefined) return;
    throw new MessagesNotSentError(
      `${answer.Failed?.length} of ${bodies.length} messages not taken by ${queueUrl}: ${failed.Code} ${failed.Message ?? ''}`,
    );
  };
}
