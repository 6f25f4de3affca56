import * as z from 'zod/mini';
import { every } from './every.ts';
import { call } from './request.ts';

const urlsPage = z.object({ QueueUrls: z.optional(z.array(z.string())), NextToken: z.nullish(z.string()) });
const attributesSchema = z.object({ Attributes: z.optional(z.record(z.string(), z.string())) });

/** Addresses as the lake is told to be reached; requests go to this page's own origin all the same. */
export function listQueues(prefix: string): Promise<readonly string[]> {
  return every(async (NextToken) => {
    const input = { QueueNamePrefix: prefix, MaxResults: 1000, NextToken };
    const page = urlsPage.parse(await call('sqs', 'ListQueues', input));
    return { items: page.QueueUrls ?? [], next: page.NextToken ?? undefined };
  });
}

export async function attributesOf(QueueUrl: string): Promise<Readonly<Record<string, string>>> {
  const answer = await call('sqs', 'GetQueueAttributes', { QueueUrl, AttributeNames: ['All'] });
  return attributesSchema.parse(answer).Attributes ?? {};
}

const messageSchema = z.object({
  MessageId: z.string(),
  ReceiptHandle: z.string(),
  Body: z.string(),
  Attributes: z.optional(z.record(z.string(), z.string())),
  MessageAttributes: z.optional(z.record(z.string(), z.object({ StringValue: z.optional(z.string()) }))),
});

export type QueueMessage = z.infer<typeof messageSchema>;

const received = z.object({ Messages: z.optional(z.array(messageSchema)) });

/** Ten at most, which nobody else receives for so long. */
export async function receive(QueueUrl: string, hiddenSeconds: number, most = 10): Promise<readonly QueueMessage[]> {
  const input = {
    QueueUrl,
    MaxNumberOfMessages: Math.min(most, 10),
    VisibilityTimeout: hiddenSeconds,
    MessageSystemAttributeNames: ['All'],
    MessageAttributeNames: ['All'],
  };
  return received.parse(await call('sqs', 'ReceiveMessage', input)).Messages ?? [];
}

/** Gives what was received back at once. */
export async function giveBack(QueueUrl: string, messages: readonly QueueMessage[]): Promise<void> {
  if (messages.length === 0) return;
  const Entries = messages.map(({ ReceiptHandle }, at) => ({ Id: `m${at}`, ReceiptHandle, VisibilityTimeout: 0 }));
  await call('sqs', 'ChangeMessageVisibilityBatch', { QueueUrl, Entries });
}

export async function deleteMessage(QueueUrl: string, { ReceiptHandle }: QueueMessage): Promise<void> {
  await call('sqs', 'DeleteMessage', { QueueUrl, ReceiptHandle });
}

const taskSchema = z.object({
  Results: z.optional(
    z.array(
      z.object({
        Status: z.optional(z.string()),
        ApproximateNumberOfMessagesMoved: z.optional(z.number()),
        FailureReason: z.optional(z.string()),
      }),
    ),
  ),
});

export type MoveTask = NonNullable<z.infer<typeof taskSchema>['Results']>[number];

export async function startMove(SourceArn: string, DestinationArn: string): Promise<void> {
  await call('sqs', 'StartMessageMoveTask', { SourceArn, DestinationArn });
}

/** The last one of a queue. */
export async function lastMove(SourceArn: string): Promise<MoveTask | undefined> {
  return taskSchema.parse(await call('sqs', 'ListMessageMoveTasks', { SourceArn, MaxResults: 1 })).Results?.[0];
}
