import { type ContentProperties, readContentHeader } from '@tributary/shared/amqp/content-header.ts';
import { rawHeaderOf } from '@tributary/shared/amqp/raw-headers.ts';
import type { ConsumeMessage } from 'amqplib';
import { fromEpoch } from '../routes/epoch.ts';
import type { Message, MessageProperties } from '../routes/message.ts';
import { headerValues } from './header-values.ts';

export type Queue = { readonly queue: string; readonly vhost: string };

/** A delivery of amqplib's, over a connection that keeps its raw headers, as a message. */
export function readDelivery({ fields, properties, content }: ConsumeMessage, { queue, vhost }: Queue): Message {
  const header = rawHeaderOf(properties);
  const { exchange, routingKey } = fields;
  return { exchange, routingKey, queue, vhost, ...readHeader(header), body: content };
}

/** What a content header says of its message; where not all of it can be read, why, and the bytes. */
export function readHeader(bytes: Buffer): Pick<Message, 'headers' | 'properties' | 'unreadable'> {
  const { properties, fault } = readContentHeader(bytes);
  const { headers } = properties;
  return {
    headers: headers === undefined ? none : headerValues(headers),
    properties: propertiesOf(properties),
    unreadable: fault === null ? null : { fault, bytes },
  };
}

const none: Readonly<Record<string, unknown>> = {};

const absent: MessageProperties = {
  messageId: null,
  correlationId: null,
  type: null,
  appId: null,
  userId: null,
  contentType: null,
  contentEncoding: null,
  replyTo: null,
  expiration: null,
  clusterId: null,
  priority: null,
  deliveryMode: null,
  timestamp: null,
};

function propertiesOf({ headers: _headers, timestamp = 0, ...given }: ContentProperties): MessageProperties {
  return { ...absent, ...given, timestamp: fromEpoch(timestamp) };
}
