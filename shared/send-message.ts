import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

/** Puts messages into a queue. */
export function createSend(queueUrl: string) {
  // The local cloud's address may not be what it was at the deployment; the client's own always is.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
  return async (body: string, delaySeconds = 0): Promise<void> => {
    await sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: body, DelaySeconds: delaySeconds }));
  };
}
