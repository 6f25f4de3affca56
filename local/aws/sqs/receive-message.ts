import type { Message } from '@aws-sdk/client-sqs';
import { notCovered } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { bury, duplicate } from './dead-letter.ts';
import { attributesMd5, md5Hex } from './digest.ts';
import { invalidParameter } from './fault.ts';
import { waitForChange } from './long-poll.ts';
import { readRedrivePolicy } from './queue-attributes.ts';
import { receiptHandle } from './receipt.ts';
import { readAttribute, type StoredMessage } from './record.ts';
import { onQueue, queueName, queueOf, type Sqs } from './sqs.ts';
import type { OpenQueue } from './store.ts';

type Wanted = { readonly system: ReadonlySet<string>; readonly own: readonly string[] };

export const receiveMessage = (sqs: Sqs) =>
  operation('sqs', 'ReceiveMessage', {
    permissions: onQueue('ReceiveMessage'),
    async handle(input, context) {
      if (input.ReceiveRequestAttemptId !== undefined) throw notCovered("SQS's ReceiveRequestAttemptId");
      const { attributes } = queueOf(sqs, input);
      const max = within('MaxNumberOfMessages', input.MaxNumberOfMessages, { fallback: '1', min: 1, max: 10 });
      const waitSeconds = within('WaitTimeSeconds', input.WaitTimeSeconds, {
        fallback: attributes.ReceiveMessageWaitTimeSeconds,
        min: 0,
        max: 20,
      });
      const visibility = within('VisibilityTimeout', input.VisibilityTimeout, {
        fallback: attributes.VisibilityTimeout,
        min: 0,
        max: 43_200,
      });
      const until = context.cloud.clock.now() + waitSeconds * 1000;
      const take = () => receive(sqs, queueOf(sqs, input), { max, visibilityMs: visibility * 1000 }, context);
      let messages = take();
      while (messages.length === 0 && (await waitForChange(sqs, queueOf(sqs, input), until, context.cloud.clock)))
        messages = take();
      if (messages.length === 0) return {};
      const system = new Set<string>([...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])]);
      const wanted = { system, own: input.MessageAttributeNames ?? [] };
      return { Messages: messages.map((message) => toMessage(message, wanted)) };
    },
  });

type Limits = { readonly max: number; readonly visibilityMs: number };

/** A fault may put a second copy into the queue, which comes even after the first has been deleted. */
function receive(sqs: Sqs, queue: OpenQueue, limits: Limits, { cloud }: Context): readonly StoredMessage[] {
  const redrive = readRedrivePolicy(queue.attributes);
  const target = redrive && sqs.store.find(queueName(redrive.deadLetterTargetArn));
  const messages = queue.messages.receive({
    ...limits,
    retentionMs: Number(queue.attributes.MessageRetentionPeriod) * 1000,
    maxReceiveCount: target && redrive?.maxReceiveCount,
    bury: (message) => target && bury(message, queue, target),
  });
  if (messages.length > 0) sqs.metrics.count(queue.record.name, 'NumberOfMessagesReceived', messages.length);
  const firstTime = messages.filter(({ receiveCount, isDuplicate }) => receiveCount === 1 && !isDuplicate);
  for (const message of firstTime)
    for (const { kind } of cloud.faults.strike('sqs:deliver', queue.arn))
      if (kind === 'duplicate') duplicate(message, queue);
  return messages;
}

function toMessage(message: StoredMessage, { system, own }: Wanted): Message {
  const { deduplicationId, groupId, sequenceNumber, deadLetterSource, traceHeader } = message;
  const known: Readonly<Record<string, string | undefined>> = {
    SenderId: message.senderId,
    SentTimestamp: String(message.sentAt),
    ApproximateReceiveCount: String(message.receiveCount),
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedAt ?? 0),
    MessageDeduplicationId: deduplicationId?.slice(deduplicationId.lastIndexOf(' ') + 1),
    MessageGroupId: groupId,
    SequenceNumber: sequenceNumber,
    DeadLetterQueueSourceArn: deadLetterSource,
    AWSTraceHeader: traceHeader,
  };
  const Attributes = Object.fromEntries(
    Object.entries(known).filter(([name, value]) => value !== undefined && (system.has('All') || system.has(name))),
  );
  const attributes = Object.fromEntries(Object.entries(message.attributes).filter(([name]) => isWanted(name, own)));
  const names = Object.keys(attributes);
  return {
    MessageId: message.messageId,
    ReceiptHandle: receiptHandle(message),
    Body: message.body,
    MD5OfBody: md5Hex(message.body),
    ...(Object.keys(Attributes).length > 0 && { Attributes }),
    ...(names.length > 0 && {
      MD5OfMessageAttributes: attributesMd5(attributes),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).map(([name, attribute]) => [name, readAttribute(attribute)]),
      ),
    }),
  };
}

/** `All`, a name, or a prefix as in `foo.*`. */
function isWanted(name: string, wanted: readonly string[]): boolean {
  return wanted.some((pattern) => {
    if (pattern === 'All' || pattern === '.*') return true;
    return pattern.endsWith('.*') ? name.startsWith(pattern.slice(0, -2)) : pattern === name;
  });
}

type Range = { readonly fallback: string | undefined; readonly min: number; readonly max: number };

function within(name: string, given: number | undefined, { fallback, min, max }: Range): number {
  const value = given ?? Number(fallback);
  if (!Number.isInteger(value) || value < min || value > max)
    throw invalidParameter(
      `Value ${given} for parameter ${name} is invalid. Reason: Must be >= ${min} and <= ${max}, if provided.`,
    );
  return value;
}
