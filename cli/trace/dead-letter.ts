import { ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Whether a message that names something lies among dead letters; `looked`: how many were read. */
export type DeadLetterSeen = { readonly found: boolean; readonly looked: number };

const mostReceives = 10;
/** Whoever redrives meanwhile waits no longer than this. */
const hiddenSeconds = 10;

/**
 * Looks through the first dead letters of a queue, which can only be done by receiving them: they are hidden for ten seconds, and stay.
 */
export async function findDeadLetter(
  sqs: Pick<SQSClient, 'send'>,
  url: string,
  words: string,
): Promise<DeadLetterSeen> {
  const quoted = JSON.stringify(words).slice(1, -1);
  const seen = new Set<string>();
  for (let receives = 0; receives < mostReceives; receives += 1) {
    const { Messages: messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: url, MaxNumberOfMessages: 10, VisibilityTimeout: hiddenSeconds }),
    );
    const fresh = messages.filter(({ MessageId: id = '' }) => !seen.has(id));
    for (const { MessageId: id = '' } of fresh) seen.add(id);
    if (fresh.some(({ Body: body = '', MessageId: id }) => body.includes(quoted) || id === words))
      return { found: true, looked: seen.size };
    if (fresh.length === 0) break;
  }
  return { found: false, looked: seen.size };
}
