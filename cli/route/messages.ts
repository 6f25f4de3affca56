import { amqpProperties } from '@tributary/ingest/events/core/messages/rejected-message.ts';
import { fromEpoch } from '@tributary/ingest/events/core/routes/epoch.ts';
import { parseExact, unmarked, writeExact } from '@tributary/ingest/events/core/routes/exact-json.ts';
import type { Message } from '@tributary/ingest/events/core/routes/message.ts';
import * as z from 'zod';
import { UsageError } from '../usage.ts';

const text = z.string().nullable().default(null);
const headers = z.record(z.string(), z.unknown()).default({});
const properties = z.strictObject({
  ...amqpProperties,
  /** Seconds since 1970, as in AMQP; or milliseconds, or microseconds. */
  timestamp: z
    .unknown()
    .optional()
    .transform((value) => Number(unmarked(value) ?? 0)),
});
const message = z.strictObject({
  exchange: text,
  routingKey: text,
  queue: z.string().default('lake'),
  vhost: z.string().default('/'),
  headers,
  properties: properties.prefault({}),
  /** A text is the body as it was published; anything else is its JSON. */
  body: z.unknown(),
  body_encoding: z.enum(['string', 'base64']).default('string'),
});

/** What RabbitMQ's management interface and rabbitmqadmin give: https://www.rabbitmq.com/docs/http-api-reference, `/api/queues/{vhost}/{name}/get`. */
const managed = z.object({
  payload: z.string(),
  payload_encoding: z.enum(['string', 'base64']).default('string'),
  exchange: text,
  routing_key: text,
  // Where there are none it gives a list.
  properties: z.record(z.string(), z.unknown()).catch({}),
});

/** Messages from one JSON document, a list of them, or one per line; throws UsageError that says which is none and why. */
export async function* readMessages(input: AsyncIterable<string | Uint8Array>): AsyncGenerator<Message> {
  const chunks: Buffer[] = [];
  for await (const chunk of input) chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk));
  const whole = Buffer.concat(chunks).toString('utf8');
  const documents = parsed(whole);
  const given = documents.length === 1 && Array.isArray(documents[0]) ? documents[0] : documents;
  if (given.length === 0) throw new UsageError('standard input is empty: lake route < message.json');
  for (const [index, document] of given.entries()) yield messageOf(document, index + 1);
}

function parsed(whole: string): readonly unknown[] {
  try {
    return whole.trim() === '' ? [] : [parseExact(whole)];
  } catch {
    return whole.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [parsedLine(line, index + 1)]));
  }
}

function parsedLine(line: string, number: number): unknown {
  try {
    return parseExact(line);
  } catch (error) {
    throw new UsageError(`line ${number} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function messageOf(document: unknown, number: number): Message {
  const read = message.safeParse(ownShape(document));
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message: what }) => `${path.join('.') || 'it'}: ${what}`);
    throw new UsageError(
      `message ${number}: ${faults.join('; ')}. A message is {"exchange", "routingKey", "headers", "properties", "body"}, or as RabbitMQ's management interface has it`,
    );
  }
  const { body, body_encoding: encoding, properties: given, ...rest } = read.data;
  const timestamp = fromEpoch(given.timestamp);
  return { ...rest, properties: { ...given, timestamp }, body: bytesOf(body, encoding) };
}

/** A message of the management interface in this command's own words; anything else as it is. */
function ownShape(document: unknown): unknown {
  const { data } = managed.safeParse(document);
  if (data === undefined) return document;
  const { payload: body, payload_encoding: body_encoding, exchange, routing_key: routingKey, properties: its } = data;
  const { headers: given = {}, ...others } = its;
  const camel = (name: string) => name.replace(/_(.)/g, (_match, letter: string) => letter.toUpperCase());
  const named = Object.fromEntries(Object.entries(others).map(([name, value]) => [camel(name), value]));
  return { exchange, routingKey, headers: given, properties: named, body, body_encoding };
}

function bytesOf(body: unknown, encoding: 'string' | 'base64'): Buffer {
  if (typeof body === 'string' && unmarked(body) === body) {
    return Buffer.from(body, encoding === 'base64' ? 'base64' : 'utf8');
  }
  return body === undefined ? Buffer.alloc(0) : Buffer.from(writeExact(body));
}
