import type { MessageAttributeValue } from '@aws-sdk/client-sqs';

/** An attribute of a message as the journal keeps it: binary values in base64. */
export type StoredAttribute = {
  readonly DataType: string;
  readonly StringValue?: string;
  readonly BinaryValue?: string;
};

export type QueueRecord = {
  readonly name: string;
  readonly created: number;
  readonly modified: number;
  /** What was set, by AWS's names; defaults are not in it. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
};

/** A message in its queue. Times are epoch milliseconds. */
export type StoredMessage = {
  /** Its own in the queue; a duplicate has the same `messageId` and another key. */
  readonly key: string;
  readonly messageId: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, StoredAttribute>>;
  readonly traceHeader?: string;
  readonly senderId: string;
  readonly sentAt: number;
  readonly visibleAt: number;
  readonly receiveCount: number;
  readonly firstReceivedAt?: number;
  /** Names the last receipt; older handles no longer delete. */
  readonly receipt?: string;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** A second copy of a message, made by a fault. */
  readonly isDuplicate?: true;
  /** The queue whose dead letter it is. */
  readonly deadLetterSource?: string;
};

export function storeAttributes(
  attributes: Readonly<Record<string, MessageAttributeValue>>,
): Readonly<Record<string, StoredAttribute>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { DataType = '', StringValue, BinaryValue }]) => [
      name,
      {
        DataType,
        ...(StringValue !== undefined && { StringValue }),
        ...(BinaryValue !== undefined && { BinaryValue: Buffer.from(BinaryValue).toString('base64') }),
      },
    ]),
  );
}

export function readAttribute({ BinaryValue, ...rest }: StoredAttribute): MessageAttributeValue {
  return { ...rest, ...(BinaryValue !== undefined && { BinaryValue: Buffer.from(BinaryValue, 'base64') }) };
}
