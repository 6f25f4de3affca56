import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';

export type Held = Message & { readonly MessageId: string; readonly ReceiptHandle: string };

export function isHeld(message: Message): message is Held {
  return message.MessageId !== undefined && message.ReceiptHandle !== undefined;
}

/** What a filter pattern sees: the body as JSON where it is JSON. */
export function toFiltered(message: Held): unknown {
  return { ...toEventRecord(message, '', ''), body: parsedOrText(message.Body ?? '') };
}

/** A message as a function gets it. */
export function toEventRecord(message: Held, eventSourceARN: string, awsRegion: string) {
  const attributes = Object.entries(message.MessageAttributes ?? {});
  return {
    messageId: message.MessageId,
    receiptHandle: message.ReceiptHandle,
    body: message.Body ?? '',
    attributes: message.Attributes ?? {},
    messageAttributes: Object.fromEntries(attributes.map(([name, value]) => [name, toAttribute(value)])),
    ...(message.MD5OfMessageAttributes === undefined ? {} : { md5OfMessageAttributes: message.MD5OfMessageAttributes }),
    md5OfBody: message.MD5OfBody ?? '',
    eventSource: 'aws:sqs',
    eventSourceARN,
    awsRegion,
  };
}

function toAttribute(value: MessageAttributeValue) {
  return {
    ...(value.StringValue === undefined ? {} : { stringValue: value.StringValue }),
    ...(value.BinaryValue === undefined ? {} : { binaryValue: Buffer.from(value.BinaryValue).toString('base64') }),
    stringListValues: [],
    binaryListValues: [],
    dataType: value.DataType,
  };
}

function parsedOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
