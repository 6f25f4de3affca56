import { fromEpoch } from './epoch.ts';
import { isNumber, unmarked } from './exact-json.ts';
import { createReadInstant, isEpoch, numberIn, type ReadInstant } from './instant.ts';
import type { Message, MessageProperties } from './message.ts';
import { parseNamePattern } from './name-pattern.ts';
import { valueAt } from './path.ts';
import { Rejection } from './rejection.ts';
import type { NameSource, Source, Time } from './source-document.ts';

/** A message, what paths begin in (its body's value, or an element of it) and the whole of its body's value. */
export type Origin = { readonly message: Message; readonly value: unknown; readonly body: unknown };

/** The text at a source, null where there is none; a number as its digits. Texts become columns: they are well-formed. */
export type ReadText = (origin: Origin) => string | null;

const propertyFields = {
  message_id: 'messageId',
  correlation_id: 'correlationId',
  type: 'type',
  app_id: 'appId',
  user_id: 'userId',
  timestamp: 'timestamp',
  content_type: 'contentType',
  content_encoding: 'contentEncoding',
  reply_to: 'replyTo',
  expiration: 'expiration',
  cluster_id: 'clusterId',
  priority: 'priority',
  delivery_mode: 'deliveryMode',
} as const satisfies Record<NonNullable<Source['property']>, keyof MessageProperties>;

const deliveryFields = {
  exchange: 'exchange',
  routing_key: 'routingKey',
  queue: 'queue',
  vhost: 'vhost',
} as const satisfies Record<NonNullable<Source['delivery']>, keyof Message>;

/** The value at a source, undefined where there is none. */
export type ReadValue = (origin: Origin) => unknown;

export function createReadValue({ path, body, constant, ...source }: Source): ReadValue {
  if (path !== undefined) return ({ value }) => valueAt(value, path);
  if (body !== undefined) return (origin) => valueAt(origin.body, body);
  return constant === undefined ? createReadBeside(source) : () => constant;
}

/** What came beside the body. */
function createReadBeside({ header, property, routing_key: word, delivery }: Source): ReadValue {
  if (header !== undefined) {
    return ({ message: { headers } }) => (Object.hasOwn(headers, header) ? headers[header] : undefined);
  }
  if (property !== undefined) {
    const field = propertyFields[property];
    return ({ message }) => message.properties[field] ?? undefined;
  }
  if (delivery !== undefined) {
    const field = deliveryFields[delivery];
    return ({ message }) => message[field] ?? undefined;
  }
  return ({ message }) => message.routingKey?.split('.')[word ?? 0];
}

/** A name: the text at a source, or what its pattern makes of that. */
export function createReadNameText(field: string, { pattern, ...source }: NameSource): ReadText {
  const read = createReadText(field, source);
  const readName = pattern === undefined ? null : parseNamePattern(pattern);
  return readName === null ? read : (origin) => readName(read(origin) ?? '');
}

/** `field` is what the text is for; a value that is neither text nor number is rejected as `bad_<field>`. */
export function createReadText(field: string, source: Source): ReadText {
  const read = createReadValue(source);
  return (origin) => {
    const value = read(origin);
    if (value === undefined || value === null || value === '') return null;
    const text = isNumber(value) ? String(unmarked(value)) : value;
    if (typeof text !== 'string') throw new Rejection(`bad_${field}`, `${field} is neither a text nor a number`);
    return text.toWellFormed();
  };
}

/** Milliseconds since 1970, from the first of the times that the message has and that is one. */
export function createReadTime(times: readonly Time[]): (origin: Origin, now: number) => number {
  const readers = times.map(createTimeReader);
  return (origin, now) => {
    let fault: string | undefined;
    for (const read of readers) {
      const instant = read(origin, now);
      if (typeof instant === 'number') return instant;
      fault ??= instant;
    }
    if (fault !== undefined) throw new Rejection('bad_occurred_at', `occurred_at is no date as ${fault}`);
    throw new Rejection('no_occurred_at', 'the message has none of the times that the route names');
  };
}

/** An instant; the format that what is there does not have; or undefined where nothing is. */
function createTimeReader(time: Time): (origin: Origin, now: number) => number | string | undefined {
  if ('now' in time) return (_origin, now) => now;
  const read = createReadValue(time);
  const readInstant = time.property === 'timestamp' ? ownTimestamp : whenItHappened(time.format);
  return (origin) => {
    const value = unmarked(read(origin));
    if (value === undefined || value === null || value === '' || isZero(value)) return undefined;
    return readInstant?.(value) ?? time.format;
  };
}

/** AMQP's own timestamp has been read already. */
const ownTimestamp: ReadInstant = (value) => (typeof value === 'number' ? value : null);

/** Nothing that comes by a queue happened in the first days of 1970: the size of a number tells its unit, whatever the format says. */
function whenItHappened(format: string): ReadInstant | null {
  return isEpoch(format) ? (value) => fromEpoch(numberIn(value) ?? Number.NaN) : createReadInstant(format);
}

/** How publishers say that they have no time. */
function isZero(value: unknown): boolean {
  return value === 0 || value === '0';
}
