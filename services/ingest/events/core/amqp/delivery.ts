import type { ConsumeMessage } from 'amqplib';
import type { Message } from '../routes/message.ts';

export type Queue = { readonly queue: string; readonly vhost: string };

/** A delivery of amqplib's as a message. */
export function readDelivery({ fields, properties, content }: ConsumeMessage, { queue, vhost }: Queue): Message {
  return {
    exchange: fields.exchange,
    routingKey: fields.routingKey,
    queue,
    vhost,
    headers: readHeaders(properties.headers),
    properties: {
      messageId: textOf(properties.messageId),
      correlationId: textOf(properties.correlationId),
      type: textOf(properties.type),
      appId: textOf(properties.appId),
      userId: textOf(properties.userId),
      contentEncoding: textOf(properties.contentEncoding),
      timestamp: instantOf(properties.timestamp),
    },
    body: content,
  };
}

const none: Readonly<Record<string, unknown>> = {};

/** Timestamps in headers come as `{"!": "timestamp", value}`. */
function readHeaders(headers: Readonly<Record<string, unknown>> | undefined): Readonly<Record<string, unknown>> {
  if (headers === undefined) return none;
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  return '!' in value && 'value' in value ? value.value : value;
}

function textOf(property: unknown): string | null {
  return typeof property === 'string' && property !== '' ? property : null;
}

// AMQP counts seconds; some publishers count milliseconds all the same, which as seconds would be beyond the year 3000.
const plausibleSeconds = 32_503_680_000;

function instantOf(timestamp: unknown): number | null {
  if (typeof timestamp !== 'number') return null;
  return timestamp < plausibleSeconds ? timestamp * 1000 : timestamp;
}
