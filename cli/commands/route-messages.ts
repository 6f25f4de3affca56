import type { Message } from '@tributary/ingest/events/core/routes/message.ts';
import * as z from 'zod';
import { UsageError } from '../usage.ts';

const text = z.string().nullable().default(null);
const properties = z.strictObject({
  messageId: text,
  correlationId: text,
  type: text,
  appId: text,
  userId: text,
  contentEncoding: text,
  /** Seconds since 1970, as in AMQP. */
  timestamp: z.number().nullable().default(null),
});
const message = z.strictObject({
  exchange: text,
  routingKey: text,
  queue: z.string().default('lake'),
  vhost: z.string().default('/'),
  headers: z.record(z.string(), z.unknown()).default({}),
  properties: properties.prefault({}),
  /** A text is the body as it was published; anything else is its JSON. */
  body: z.unknown(),
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
    return whole.trim() === '' ? [] : [JSON.parse(whole)];
  } catch {
    return whole.split('\n').flatMap((line, index) => (line.trim() === '' ? [] : [parsedLine(line, index + 1)]));
  }
}

function parsedLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new UsageError(`line ${number} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
}

function messageOf(document: unknown, number: number): Message {
  const read = message.safeParse(document);
  if (!read.success) {
    const faults = read.error.issues.map(({ path, message: what }) => `${path.join('.') || 'it'}: ${what}`);
    throw new UsageError(
      `message ${number}: ${faults.join('; ')}. A message is {"exchange", "routingKey", "headers", "properties", "body"}`,
    );
  }
  const { body, properties: given, ...rest } = read.data;
  const timestamp = given.timestamp === null ? null : given.timestamp * 1000;
  const bytes = Buffer.from(typeof body === 'string' ? body : (JSON.stringify(body) ?? ''));
  return { ...rest, properties: { ...given, timestamp }, body: bytes };
}
