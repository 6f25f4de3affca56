import { type Envelope, eventName, lanePartitionKey } from '../messages/envelope.ts';
import type { Body } from './body.ts';
import type { KeepRoute } from './document.ts';
import { writeExact } from './exact-json.ts';
import { eventIdOf } from './identity.ts';
import type { Message } from './message.ts';
import { noBody } from './reading.ts';
import { Rejection } from './rejection.ts';
import { createShape, type ShapeDeps } from './shape.ts';
import { createReadNameText, createReadText, createReadTime, type Origin, type ReadText } from './source.ts';
import { wellFormedJson } from './well-formed.ts';

/** A message, or a part of it, as an event; `payload` is JSON text without line breaks. */
export type KeptEvent = {
  readonly event: Omit<Envelope, 'payload'>;
  readonly payload: string;
  readonly partitionKey: string;
};

/** What an event is made of: a place to look in, its payload as it came, and the id that it has unless the route says where another is. */
export type Part = { readonly origin: Origin; readonly text: string; readonly id: string };

export type Keep = (part: Part, now: number) => KeptEvent;

/** What a route makes of a message or a part of one. Throws Rejection. */
export function createKeep(route: KeepRoute, deps: ShapeDeps): Keep {
  const eventType = createReadName('event_type', createReadNameText('event_type', route.event_type));
  const entity = createReadName('entity', createReadNameText('entity', route.entity));
  const isOwnEntity = route.entity_id.constant === '';
  const entityId = createReadText('entity_id', route.entity_id);
  const eventId = route.event_id && createReadText('event_id', route.event_id);
  const lane = route.partition_key && createReadText('partition_key', route.partition_key);
  const occurredAt = createReadTime(route.occurred_at);
  const shape = route.shape.length === 0 ? null : createShape(route.shape, deps);
  const occurredText = createInstantText();
  const ingestedText = createInstantText();
  const source = createSourceOf();

  return ({ origin, text, id: ownId }, now) => {
    const id = withinLimits('event_id', eventId?.(origin) ?? ownId);
    const event = {
      event_id: id,
      event_type: eventType(origin),
      entity: entity(origin),
      entity_id: isOwnEntity ? id : withinLimits('entity_id', entityId(origin)),
      occurred_at: occurredText(occurredAt(origin, now)),
      ingested_at: ingestedText(now),
      source: source(origin.message),
    };
    // Ids are read before the shape, which may drop or hash what they are taken from.
    const partitionKey = lanePartitionKey(event.entity, lane?.(origin) ?? event.entity_id);
    const payload = shape === null ? onOneLine(text) : wellFormedJson(writeExact(shape(origin.value, origin)));
    return { event, payload, partitionKey };
  };
}

/** The whole of a message as the part that it is. */
export function wholeOf(message: Message, body: Body, route: Pick<KeepRoute, 'empty_body'>): Part {
  const { text, value } = body === noBody ? emptyBody(route) : body;
  return { origin: { message, value, body: value }, text, id: eventIdOf(message) };
}

function emptyBody({ empty_body: isKept }: Pick<KeepRoute, 'empty_body'>): Body {
  if (!isKept) throw new Rejection('not_json', 'the body is empty');
  return { text: '{}', value: {} };
}

function createReadName(field: string, read: ReadText): (origin: Origin) => string {
  const known = new Map<string, boolean>();
  return (origin) => {
    const name = read(origin) ?? '';
    const isName = known.get(name) ?? eventName.safeParse(name).success;
    if (!isName) throw new Rejection(`bad_${field}`, `${field} is no name of lower-case letters, digits and _`);
    if (known.size < 1000) known.set(name, true);
    return name;
  };
}

function withinLimits(field: string, text: string | null): string {
  if (text === null) throw new Rejection(`no_${field}`, `the message has no ${field} where the route looks for it`);
  if (text.length > 256) throw new Rejection(`bad_${field}`, `${field} is longer than 256 characters`);
  return text;
}

/** Instants as text; many messages share a millisecond, and its text. */
function createInstantText(): (instant: number) => string {
  let last = Number.NaN;
  let text = '';
  return (instant) => {
    if (instant !== last) text = new Date(instant).toISOString();
    last = instant;
    return text;
  };
}

/** Where messages come from; one queue's have all the same. */
function createSourceOf(): (message: Message) => string {
  let known = { vhost: '', queue: '', source: sourceOf({ vhost: '', queue: '' }) };
  return ({ vhost, queue }) => {
    if (known.queue !== queue || known.vhost !== vhost) known = { vhost, queue, source: sourceOf({ vhost, queue }) };
    return known.source;
  };
}

/** Where a message comes from: `rabbitmq/<vhost>/<queue>`, each as in a URL. */
export function sourceOf({ vhost, queue }: Pick<Message, 'vhost' | 'queue'>): string {
  return `rabbitmq/${encodeURIComponent(vhost.toWellFormed())}/${encodeURIComponent(queue.toWellFormed())}`;
}

/** Line breaks in JSON text stand between its tokens only; strings hold them escaped. */
function onOneLine(text: string): string {
  return text.includes('\n') || text.includes('\r') ? text.replace(/[\r\n]+/g, ' ').trim() : text;
}
