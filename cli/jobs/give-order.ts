import { GetQueueUrlCommand, QueueDoesNotExist, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { NotDeployedError, type Place } from './place.ts';

/** Tells a service what to do, by the queue of the function that takes such orders. Throws NotDeployedError where there is none. */
export async function giveOrder(sqs: Pick<SQSClient, 'send'>, place: Place, order: object): Promise<void> {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: place.queue })).catch((error: unknown) => {
    throw error instanceof QueueDoesNotExist ? new NotDeployedError(place, `queue ${place.queue}`) : error;
  });
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(order) }));
}
