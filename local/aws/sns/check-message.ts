import type { MessageAttributeValue } from '@aws-sdk/client-sns';
import { invalidParameter } from './fault.ts';

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html: a message and its attributes, in bytes. */
export const maxMessageBytes = 262_144;

export type Published = {
  readonly Message?: string | undefined;
  readonly Subject?: string | undefined;
  readonly MessageStructure?: string | undefined;
  readonly MessageAttributes?: Readonly<Record<string, MessageAttributeValue>> | undefined;
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
};

/** Throws InvalidParameter for what SNS does not publish. */
export function checkMessage(published: Published): void {
  const { Message = '', Subject, MessageAttributes = {}, MessageDeduplicationId } = published;
  if (Message === '') throw invalidParameter('Empty message');
  if (messageBytes(published) > maxMessageBytes) throw invalidParameter('Message too long');
  if (Subject !== undefined && !/^[!-~][ -~]{0,99}$/.test(Subject)) throw invalidParameter('Subject');
  if (MessageDeduplicationId !== undefined)
    throw invalidParameter(
      'MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type',
    );
  for (const [name, value] of Object.entries(MessageAttributes)) checkAttribute(name, value);
}

export function messageBytes({ Message = '', MessageAttributes = {} }: Published): number {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { DataType = '', StringValue = '', BinaryValue }]) =>
      Buffer.byteLength(name + DataType + StringValue) + (BinaryValue?.length ?? 0),
  );
  return attributes.reduce((sum, bytes) => sum + bytes, Buffer.byteLength(Message));
}

function checkAttribute(name: string, { DataType = '', StringValue, BinaryValue }: MessageAttributeValue): void {
  if (!/^[A-Za-z0-9_.-]{1,256}$/.test(name) || /^\.|\.$|\.\.|^(aws|amazon)\./i.test(name))
    throw invalidParameter(`MessageAttributes Reason: The message attribute name '${name}' is invalid`);
  if (!/^(String|Number|Binary)(\.|$)/.test(DataType))
    throw invalidParameter(
      `MessageAttributes Reason: The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
    );
  const value = DataType.startsWith('Binary') ? BinaryValue : StringValue;
  if (value === undefined || value.length === 0)
    throw invalidParameter(
      `MessageAttributes Reason: The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${DataType}'.`,
    );
  if (DataType.startsWith('Number') && !Number.isFinite(Number(StringValue)))
    throw invalidParameter(`MessageAttributes Reason: Could not cast message attribute '${name}' value to number.`);
}

/** The texts of a message of MessageStructure json. */
export function textsByProtocol({ Message = '', MessageStructure }: Published): Record<string, string> | undefined {
  if (MessageStructure === undefined) return undefined;
  if (MessageStructure !== 'json') throw invalidParameter('MessageStructure');
  const texts = parsed(Message);
  if (typeof texts.default !== 'string')
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  return Object.fromEntries(
    Object.entries(texts).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object.fromEntries(Object.entries(JSON.parse(text)));
  } catch {
    throw invalidParameter('Message Structure - JSON message body failed to parse');
  }
}
