import { SendMessageBatchCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Puts messages into a queue; throws unless each was taken. At most ten. */
export type SendMessages = (bodies: readonly unknown[]) => Promise<void>;

/** Not every message was taken; sending them all again is harmless. */
class MessagesNotSentError extends Error {
  override readonly name = 'MessagesNotSentError';
}

export function createSendMessages(client: Pick<SQSClient, 'send'>, queueUrl: string): SendMessages {
  return async function sendMessages(bodies) {
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
