import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Order } from './order.ts';

/** Sends the service's queue a message that advances a target, so many seconds later (at most 900). */
export function createWake(client: Pick<SQSClient, 'send'>, queueUrl: string) {
  return async function wake(target: string, delaySeconds: number): Promise<void> {
    const order: Order = { advance: target };
    await client.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: JSON.stringify(order), DelaySeconds: delaySeconds }),
    );
  };
}
