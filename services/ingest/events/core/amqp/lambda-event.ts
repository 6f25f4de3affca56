import * as z from 'zod';
import type { Message, MessageProperties } from '../routes/message.ts';

const text = z.string().nullish();

/** What Lambda hands over for a RabbitMQ broker of Amazon MQ; fields that nothing here uses are not looked at. */
const rabbitMqEvent = z.object({
  eventSource: z.literal('aws:rmq'),
  rmqMessagesByQueue: z.record(
    z.string(),
    z.array(
      z.object({
        basicProperties: z.object({
          headers: z.record(z.string(), z.unknown()).nullish(),
          contentEncoding: text,
          messageId: text,
          correlationId: text,
          type: text,
          appId: text,
          userId: text,
          timestamp: z.union([z.string(), z.number()]).nullish(),
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
      const headers = headersOf(basicProperties);
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

const bytes = z.object({ bytes: z.array(z.number()) });

/** Texts come as their bytes: `{"bytes": [118, 49]}`. */
function headersOf({ headers }: Properties): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).map(([name, value]) => {
      const read = bytes.safeParse(value);
      return [name, read.success ? Buffer.from(read.data.bytes).toString('utf8') : value];
    }),
  );
}

function textHeader(headers: Readonly<Record<string, unknown>>, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}

function propertiesOf(properties: Properties): MessageProperties {
  return {
    messageId: properties.messageId ?? null,
    correlationId: properties.correlationId ?? null,
    type: properties.type ?? null,
    appId: properties.appId ?? null,
    userId: properties.userId ?? null,
    contentEncoding: properties.contentEncoding ?? null,
    timestamp: instantOf(properties.timestamp ?? null),
  };
}

/** Java's default format in UTC, `Jan 1, 1970, 12:33:41 AM`; newer versions of it put a narrow space before AM. */
function instantOf(timestamp: string | number | null): number | null {
  if (timestamp === null || typeof timestamp === 'number') return timestamp;
  const instant = Date.parse(/[AP]M$/.test(timestamp) ? `${timestamp.replace(/\s/g, ' ')} UTC` : timestamp);
  return Number.isNaN(instant) ? null : instant;
}
