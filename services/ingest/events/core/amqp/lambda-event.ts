import { isUtf8 } from 'node:buffer';
import * as z from 'zod';
import { fromEpoch } from '../routes/epoch.ts';
import type { Message, MessageProperties } from '../routes/message.ts';
import { readJavaDate } from './java-date.ts';

/** A property that is not as it should be is as if it were not there: one message must not cost the others of its batch. */
const text = z.string().min(1).nullable().catch(null);
const count = z.number().nullable().catch(null);

/** What Lambda hands over for a RabbitMQ broker of Amazon MQ; fields that nothing here uses are not looked at. */
const rabbitMqEvent = z.object({
  eventSource: z.literal('aws:rmq'),
  rmqMessagesByQueue: z.record(
    z.string(),
    z.array(
      z.object({
        basicProperties: z.object({
          headers: z.record(z.string(), z.unknown()).catch({}),
          contentType: text,
          contentEncoding: text,
          messageId: text,
          correlationId: text,
          type: text,
          appId: text,
          userId: text,
          replyTo: text,
          expiration: text,
          clusterId: text,
          priority: count,
          deliveryMode: count,
          timestamp: z.union([z.string(), z.number()]).nullable().catch(null),
        }),
        data: z.string(),
      }),
    ),
  ),
});

type Properties = z.infer<typeof rabbitMqEvent>['rmqMessagesByQueue'][string][number]['basicProperties'];

/**
 * The messages of Lambda's event, queue by queue in their order; throws when it is no such event. Lambda does not say exchange and
 * routing key: they come from the headers `x-exchange` and `x-routing-key` where a publisher sets them.
 */
export function readLambdaEvent(event: unknown): readonly Message[] {
  return Object.entries(rabbitMqEvent.parse(event).rmqMessagesByQueue).flatMap(([name, messages]) => {
    // `queue::vhost`
    const [, queue = name, vhost = '/'] = /^(.*)::(.*)$/s.exec(name) ?? [];
    return messages.map(({ basicProperties, data }): Message => {
      const headers = headersOf(basicProperties.headers);
      return {
        exchange: textHeader(headers, 'x-exchange'),
        routingKey: textHeader(headers, 'x-routing-key'),
        queue,
        vhost,
        headers,
        properties: propertiesOf(basicProperties),
        body: Buffer.from(data, 'base64'),
      };
    });
  });
}

function headersOf(headers: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toWellFormed(), headerOf(value)]));
}

const bytes = z.strictObject({ bytes: z.array(z.int().min(-128).max(255)) });

/** Texts come as their bytes, which Java has signed: `{"bytes": [-61, -87]}`. */
function headerOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(headerOf);
  if (typeof value !== 'object' || value === null) return value;
  const read = bytes.safeParse(value);
  if (!read.success) return headersOf({ ...value });
  const given = Buffer.from(read.data.bytes);
  return isUtf8(given) ? given.toString('utf8') : { base64: given.toString('base64') };
}

function textHeader(headers: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

function propertiesOf({ headers: _headers, timestamp, ...texts }: Properties): MessageProperties {
  const seconds = typeof timestamp === 'string' ? readDate(timestamp) : timestamp;
  return { ...texts, timestamp: fromEpoch(seconds ?? 0) };
}

/** Seconds since 1970. */
function readDate(timestamp: string): number | null {
  const seconds = readJavaDate(timestamp) ?? Date.parse(timestamp) / 1000;
  return Number.isNaN(seconds) ? null : seconds;
}
