import type { Source, Time } from './document.ts';
import { isNumber, unmarked } from './exact-json.ts';
import { createReadInstant, type ReadInstant } from './instant.ts';
import type { Message, MessageProperties } from './message.ts';
import { valueAt } from './path.ts';
import { Rejection } from './rejection.ts';

/** A message and its body's value: what a route takes ids, names and times from. */
export type Origin = { readonly message: Message; readonly value: unknown };

/** The text at a source, null where there is none; a number as its digits. */
export type ReadText = (origin: Origin) => string | null;

type Field = Exclude<keyof MessageProperties, 'contentEncoding'>;

const propertyFields = {
  message_id: 'messageId',
  correlation_id: 'correlationId',
  type: 'type',
  app_id: 'appId',
  user_id: 'userId',
  timestamp: 'timestamp',
} as const satisfies Record<NonNullable<Source['property']>, Field>;

type ReadValue = (origin: Origin) => unknown;

function createReadValue({ path, header, property, routing_key: word, constant }: Source): ReadValue {
  if (path !== undefined) return ({ value }) => valueAt(value, path);
  if (header !== undefined) {
    return ({ message: { headers } }) => (Object.hasOwn(headers, header) ? headers[header] : undefined);
  }
  if (property !== undefined) {
    const field = propertyFields[property];
    return ({ message }) => message.properties[field];
  }
  if (word !== undefined) return ({ message }) => message.routingKey?.split('.')[word];
  return () => constant;
}

/** `field` is what the text is for; a value that is neither text nor number is rejected as `bad_<field>`. */
export function createReadText(field: string, source: Source): ReadText {
  const read = createReadValue(source);
  return (origin) => {
    const value = read(origin);
    if (value === undefined || value === null || value === '') return null;
    const text = isNumber(value) ? String(unmarked(value)) : value;
    if (typeof text !== 'string') throw new Rejection(`bad_${field}`, `${field} is neither a text nor a number`);
    return text;
  };
}

/** Milliseconds since 1970, from the first of the times that the message has. */
export function createReadTime(times: readonly Time[]): (origin: Origin, now: number) => number {
  const readers = times.map(createTimeReader);
  return (origin, now) => {
    for (const read of readers) {
      const instant = read(origin, now);
      if (instant !== undefined) return instant;
    }
    throw new Rejection('no_occurred_at', 'the message has none of the times that the route names');
  };
}

function createTimeReader(time: Time): (origin: Origin, now: number) => number | undefined {
  if ('now' in time) return (_origin, now) => now;
  const read = createReadValue(time);
  // AMQP's own timestamp has been read already, from its seconds.
  const readInstant: ReadInstant | null = createReadInstant(time.property === 'timestamp' ? 'epoch_ms' : time.format);
  return (origin) => {
    const value = unmarked(read(origin));
    if (value === undefined || value === null) return undefined;
    const instant = readInstant?.(value) ?? null;
    if (instant === null) throw new Rejection('bad_occurred_at', `occurred_at is no date as ${time.format}`);
    return instant;
  };
}
