import { createHash } from 'node:crypto';
import type { MessageAttributeValue, MessageSystemAttributeValue } from '@aws-sdk/client-sqs';
import { callerArn } from '../../kernel/caller.ts';
import { AwsError } from '../../kernel/error.ts';
import { type Context, operation } from '../../kernel/operation.ts';
import { batch } from './batch.ts';
import { attributesMd5, md5Hex, messageBytes } from './digest.ts';
import { invalidParameter, missingParameter } from './fault.ts';
import { mebibyte } from './queue-attributes.ts';
import { type StoredAttribute, storeAttributes } from './record.ts';
import { onQueue, queueOf, type Sqs } from './sqs.ts';
import type { OpenQueue } from './store.ts';

type Entry = {
  readonly MessageBody?: string | undefined;
  readonly DelaySeconds?: number | undefined;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttributeValue>> | undefined;
  readonly MessageSystemAttributes?: Readonly<Record<string, MessageSystemAttributeValue>> | undefined;
  readonly MessageDeduplicationId?: string | undefined;
  readonly MessageGroupId?: string | undefined;
};

export const sendMessage = (sqs: Sqs) =>
  operation('sqs', 'SendMessage', {
    permissions: onQueue('SendMessage'),
    handle: (input, context) => send(sqs, queueOf(sqs, input), input, context),
  });

export const sendMessageBatch = (sqs: Sqs) =>
  operation('sqs', 'SendMessageBatch', {
    permissions: onQueue('SendMessage'),
    handle(input, context) {
      const queue = queueOf(sqs, input);
      const entries = input.Entries ?? [];
      const total = entries.reduce((sum, entry) => sum + sizeOf(entry), 0);
      if (total > mebibyte)
        throw new AwsError('BatchRequestTooLong', `Batch requests cannot be longer than ${mebibyte} bytes.`);
      return batch(entries, (entry) => send(sqs, queue, entry, context));
    },
  });

function send(sqs: Sqs, queue: OpenQueue, entry: Entry, context: Context) {
  const body = entry.MessageBody;
  if (body === undefined) throw missingParameter('MessageBody');
  checkText(body);
  const attributes = checkedAttributes(entry.MessageAttributes ?? {});
  const most = Number(queue.attributes.MaximumMessageSize);
  if (messageBytes(body, attributes) > most)
    throw invalidParameter(`One or more parameters are invalid. Reason: Message must be shorter than ${most} bytes.`);
  const traceHeader = readTraceHeader(entry.MessageSystemAttributes ?? {});
  const fifo = fifoFields(queue, entry, body);
  const digests = {
    MD5OfMessageBody: md5Hex(body),
    MD5OfMessageAttributes: attributesMd5(attributes),
    ...systemMd5(traceHeader),
  };
  const earlier = fifo.deduplicationId === undefined ? undefined : queue.messages.duplicateOf(fifo.deduplicationId);
  sqs.metrics.count(queue.record.name, 'NumberOfMessagesSent', 1);
  const { messageId, sequenceNumber } =
    earlier ??
    queue.messages.send({
      body,
      attributes,
      ...(traceHeader !== undefined && { traceHeader }),
      senderId: callerArn(context.caller, context.cloud.account),
      delaySeconds: readDelay(queue, entry),
      ...fifo,
    });
  return { MessageId: messageId, ...digests, ...(sequenceNumber !== undefined && { SequenceNumber: sequenceNumber }) };
}

function systemMd5(traceHeader: string | undefined) {
  if (traceHeader === undefined) return {};
  return {
    MD5OfMessageSystemAttributes: attributesMd5({ AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } }),
  };
}

function sizeOf(entry: Entry): number {
  return messageBytes(entry.MessageBody ?? '', storeAttributes(entry.MessageAttributes ?? {}));
}

/** XML 1.0's characters are all that a message may hold. */
function checkText(body: string): void {
  if (body === '') throw missingParameter('MessageBody');
  for (const character of body)
    if (!isAllowed(character.codePointAt(0) ?? 0))
      throw new AwsError('InvalidMessageContents', 'The message contains characters outside the allowed set.');
}

function isAllowed(codePoint: number): boolean {
  if (codePoint < 0x20) return codePoint === 0x9 || codePoint === 0xa || codePoint === 0xd;
  return codePoint < 0xd800 || (codePoint > 0xdfff && codePoint !== 0xfffe && codePoint !== 0xffff);
}

function checkedAttributes(
  given: Readonly<Record<string, MessageAttributeValue>>,
): Readonly<Record<string, StoredAttribute>> {
  const entries = Object.entries(given);
  if (entries.length > 10)
    throw invalidParameter(`Number of message attributes [${entries.length}] exceeds the allowed maximum [10].`);
  for (const [name, value] of entries) checkAttribute(name, value);
  return storeAttributes(given);
}

function checkAttribute(name: string, { DataType = '', StringValue, BinaryValue }: MessageAttributeValue): void {
  if (!/^[A-Za-z0-9_.-]{1,256}$/.test(name) || /^\.|\.$|\.\.|^(aws|amazon)\./i.test(name))
    throw invalidParameter(`Message attribute name '${name}' is invalid.`);
  if (!/^(String|Number|Binary)(\.|$)/.test(DataType))
    throw invalidParameter(`The message attribute '${name}' has an invalid message attribute type: '${DataType}'.`);
  const value = DataType.startsWith('Binary') ? BinaryValue : StringValue;
  if (value === undefined || value.length === 0)
    throw invalidParameter(`The message attribute '${name}' must contain a non-empty value of type '${DataType}'.`);
  if (DataType.startsWith('Number') && !Number.isFinite(Number(StringValue)))
    throw invalidParameter(`Can't cast the value of message attribute '${name}' to a number.`);
}

function readTraceHeader(given: Readonly<Record<string, MessageSystemAttributeValue>>): string | undefined {
  for (const name of Object.keys(given))
    if (name !== 'AWSTraceHeader') throw invalidParameter(`Message system attribute name '${name}' is invalid.`);
  return given.AWSTraceHeader?.StringValue;
}

function readDelay(queue: OpenQueue, { DelaySeconds }: Entry): number {
  if (DelaySeconds === undefined) return Number(queue.attributes.DelaySeconds);
  if (queue.isFifo && DelaySeconds > 0)
    throw invalidParameter(
      `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: The request include parameter that is not valid for this queue type.`,
    );
  if (!Number.isInteger(DelaySeconds) || DelaySeconds < 0 || DelaySeconds > 900)
    throw invalidParameter(
      `Value ${DelaySeconds} for parameter DelaySeconds is invalid. Reason: DelaySeconds must be >= 0 and <= 900.`,
    );
  return DelaySeconds;
}

function fifoFields(queue: OpenQueue, entry: Entry, body: string) {
  const groupId = entry.MessageGroupId;
  if (!queue.isFifo) {
    if (entry.MessageDeduplicationId !== undefined)
      throw invalidParameter(
        'The request include parameter MessageDeduplicationId that is not valid for this queue type.',
      );
    return groupId === undefined ? {} : { groupId };
  }
  if (groupId === undefined) throw missingParameter('MessageGroupId');
  const byContent = queue.attributes.ContentBasedDeduplication === 'true';
  const id = entry.MessageDeduplicationId ?? (byContent ? createHash('sha256').update(body).digest('hex') : undefined);
  if (id === undefined)
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  const scoped = queue.attributes.DeduplicationScope === 'messageGroup' ? `${groupId} ${id}` : id;
  return { groupId, deduplicationId: scoped };
}
