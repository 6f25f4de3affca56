import * as z from 'zod';
import { readHeader } from '../amqp/delivery.ts';
import { parseExact, writeExact } from '../routes/exact-json.ts';
import type { Message } from '../routes/message.ts';

/** Of an element of an array: its message's id, and its index there. */
type ElementOf = { readonly id: string; readonly index: number };

/** What a row of the table `rejected` keeps of a message beside its body: as JSON text, so that it can go through the routes again. */
export function envelopeOf(message: Message, element: ElementOf | undefined = elementOf(message)): string {
  const { exchange, routingKey, headers, properties, unreadable } = message;
  return writeExact({
    exchange,
    routing_key: routingKey,
    headers,
    properties,
    ...(unreadable ? { content_header: unreadable.bytes.toString('base64') } : {}),
    ...(element === undefined ? {} : { element }),
  });
}

function elementOf({ element, identity }: Message): ElementOf | undefined {
  return element === undefined || identity === undefined ? undefined : { id: identity, index: element.index };
}

const text = z.string().nullable().default(null);

const count = z.number().nullable().default(null);

/** Of AMQP, as messages are kept and shown; but for `timestamp`, which people write in several ways. */
export const amqpProperties = {
  messageId: text,
  correlationId: text,
  type: text,
  appId: text,
  userId: text,
  contentType: text,
  contentEncoding: text,
  replyTo: text,
  expiration: text,
  clusterId: text,
  priority: count,
  deliveryMode: count,
};

const properties = z.object({ ...amqpProperties, timestamp: count });

const kept = z.object({
  exchange: text,
  routing_key: text,
  headers: z.record(z.string(), z.unknown()).default({}),
  properties: properties.prefault({}),
  /** Where headers or properties could not be read: all of them as they came. */
  content_header: z.base64().optional(),
  element: z.object({ id: z.string(), index: z.int().nonnegative() }).optional(),
});

const row = z.object({
  source: z.string().regex(/^rabbitmq\/[^/]+\/[^/]+$/),
  record_id: z.string(),
  reason: z.string(),
  bytes: z.base64(),
  message: z.string().nullish(),
});

export type RejectedRow = { readonly reason: string; readonly message: Message };

/** The message of a line under rejected/, as it came from the broker; undefined where the line is no such row. */
export function readRejectedRow(line: string): RejectedRow | undefined {
  const read = row.safeParse(parsed(line));
  const beside = kept.safeParse(parsed(read.data?.message ?? '{}'));
  if (!read.success || !beside.success) return undefined;
  const { source, record_id: id, reason, bytes } = read.data;
  const [, vhost = '', queue = ''] = source.split('/').map(decodeURIComponent);
  const { exchange, routing_key: routingKey, content_header: header, element, ...its } = beside.data;
  const body = Buffer.from(bytes, 'base64');
  // What could not be read then may be readable now. The event keeps its identity.
  const headersNow = header === undefined ? its : readHeader(Buffer.from(header, 'base64'));
  const identity =
    element === undefined ? { identity: id } : { identity: element.id, element: { index: element.index } };
  return { reason, message: { exchange, routingKey, queue, vhost, ...headersNow, ...identity, body } };
}

const buffer = z.object({ type: z.literal('Buffer'), data: z.array(z.number()) });

function parsed(json: string): unknown {
  try {
    return withTexts(parseExact(json));
  } catch {
    return undefined;
  }
}

/** Rows of former versions hold the bytes of a header as Node writes a Buffer. */
function withTexts(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const read = buffer.safeParse(value);
  if (read.success) return Buffer.from(read.data.data).toString('utf8');
  if (Array.isArray(value)) return value.map(withTexts);
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withTexts(each)]));
}
