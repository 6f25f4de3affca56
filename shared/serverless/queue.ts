import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Framework } from './framework.ts';

/** Messages that wait in a queue, and those that are being worked on, as far as SQS knows. */
export async function messagesIn(framework: Framework, QueueUrl: string): Promise<number> {
  const sqs = new SQSClient({
    ...(await framework.getProvider('aws').getAwsSdkV3Config()),
    // The local cloud's address is not always the one at which the queue was made.
    useQueueUrlAsEndpoint: false,
  });
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  );
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0);
}
