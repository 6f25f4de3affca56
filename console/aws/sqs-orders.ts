import * as z from 'zod/mini';
import { call } from './request.ts';

const found = z.object({ QueueUrl: z.string() });

/** Sends each message to a queue by its name, as JSON and in their order. Throws AwsError. */
export async function sendTo(queue: string, messages: readonly object[]): Promise<void> {
  const { QueueUrl } = found.parse(await call('sqs', 'GetQueueUrl', { QueueName: queue }));
  for (const message of messages) await call('sqs', 'SendMessage', { QueueUrl, MessageBody: JSON.stringify(message) });
}
