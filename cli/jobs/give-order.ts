import { GetQueueUrlCommand, QueueDoesNotExist, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Order } from '@tributary/shared/jobs/order.ts';
import { NotDeployedError, type Place } from './place.ts';

/** Tells a service's jobs what to do, by the queue of the function that plans them. Throws NotDeployedError where there is none. */
export async function giveOrder(sqs: Pick<SQSClient, 'send'>, place: Place, order: Order): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: place.queue })).catch((error: unknown) => {
    throw error instanceof QueueDoesNotExist ? new NotDeployedError(place, `queue ${place.queue}`) : error;
  });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(order) }));
}
