import * as z from 'zod';
import type { Message } from '../routes/message.ts';

/** What a row of the table `rejected` keeps of a message beside its body: as JSON text, so that it can go through the routes again. */
export function envelopeOf({ exchange, routingKey, headers, properties }: Message): string {
  const whole = { exchange, routing_key: routingKey, headers, properties };
  return JSON.stringify(whole, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

const text = z.string().nullable().default(null);

const properties = z.object({
  messageId: text,
  correlationId: text,
  type: text,
  appId: text,
  userId: text,
  contentEncoding: text,
  timestamp: z.number().nullable().default(null),
});

const kept = z.object({
  exchange: text,
  routing_key: text,
  headers: z.record(z.string(), z.unknown()).default({}),
  properties: properties.prefault({}),
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
  const { exchange, routing_key: routingKey, headers, properties: its } = beside.data;
  return {
    reason,
    message: {
      exchange,
      routingKey,
      queue,
      vhost,
      headers,
      // The event keeps its identity.
      properties: { ...its, messageId: its.messageId ?? id },
      body: Buffer.from(bytes, 'base64'),
    },
  };
}

const buffer = z.object({ type: z.literal('Buffer'), data: z.array(z.number()) });

function parsed(json: string): unknown {
  try {
    return JSON.parse(json, (_, value: unknown) => {
      const read = buffer.safeParse(value);
      return read.success ? Buffer.from(read.data.data) : value;
    });
  } catch {
    return undefined;
  }
}
