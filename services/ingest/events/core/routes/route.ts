import { type Envelope, eventName, lanePartitionKey } from '../messages/envelope.ts';
import type { Body } from './body.ts';
import { createMatches, type Matches } from './condition.ts';
import type { KeepRoute, Route as RouteDocument, Unmatched } from './document.ts';
import { writeExact } from './exact-json.ts';
import { eventIdOf } from './identity.ts';
import type { Message } from './message.ts';
import type { Routes } from './read-routes.ts';
import { bodyOf, type Reading } from './reading.ts';
import { Rejection } from './rejection.ts';
import { createShape } from './shape.ts';
import { createReadText, createReadTime, type Origin, type ReadText } from './source.ts';

/** What becomes of a message. `payload` is JSON text without line breaks. */
export type Outcome =
  | {
      readonly kind: 'kept';
      readonly route: string;
      readonly event: Omit<Envelope, 'payload'>;
      readonly payload: string;
      readonly partitionKey: string;
    }
  | { readonly kind: 'dropped'; readonly route: string | null }
  | { readonly kind: 'rejected'; readonly route: string | null; readonly reason: string; readonly detail: string };

/** Never throws because of a message; throws when a route hashes and there is no salt. `now` is milliseconds since 1970. */
export type Route = (message: Message, now: number) => Outcome;

type Compiled = { readonly name: string; readonly matches: Matches; readonly keep: Keep | null };
type Keep = (message: Message, body: Body, now: number) => Outcome;

/** The routes of a file as one function: first match wins. `salt` is asked for when a value is hashed. */
export function createRoute({ routes, unmatched }: Routes, salt: () => string): Route {
  const compiled = [...routes, ...lastRoute(unmatched)].map((route) => compile(route, salt));
  return function route(message, now) {
    const reading: Tried = { message, body: null, route: null };
    if (message.unreadable) return unreadable(message.unreadable.fault);
    try {
      return decide(compiled, reading, now);
    } catch (error) {
      if (!(error instanceof Rejection)) throw error;
      return { kind: 'rejected', route: reading.route, reason: error.reason, detail: error.message };
    }
  };
}

/** What a route would look for may be in what could not be read. */
function unreadable(fault: string): Outcome {
  return { kind: 'rejected', route: null, reason: 'bad_headers', detail: fault };
}

/** The route that is being tried, for whoever asks where a message was rejected. */
type Tried = Reading & { route: string | null };

function decide(routes: readonly Compiled[], reading: Tried, now: number): Outcome {
  for (const { name, matches, keep } of routes) {
    reading.route = name;
    if (!matches(reading)) continue;
    return keep === null ? { kind: 'dropped', route: name } : keep(reading.message, bodyOf(reading), now);
  }
  return { kind: 'dropped', route: null };
}

function compile(route: RouteDocument, salt: () => string): Compiled {
  const keep = route.drop === true ? null : createKeep(route, salt);
  return { name: route.name, matches: createMatches(route.match), keep };
}

/** Unmatched messages that are kept have themselves as entity. */
function lastRoute(unmatched: Unmatched): readonly KeepRoute[] {
  if (unmatched === 'drop') return [];
  const { event_type: type } = unmatched;
  return [
    {
      name: 'unmatched',
      match: {},
      event_type: { constant: type },
      entity: { constant: type },
      entity_id: { constant: '' },
      occurred_at: [{ property: 'timestamp', format: 'epoch_ms' }, { now: true }],
      shape: [],
    },
  ];
}

function createKeep(route: KeepRoute, salt: () => string): Keep {
  const eventType = createReadName('event_type', createReadText('event_type', route.event_type));
  const entity = createReadName('entity', createReadText('entity', route.entity));
  const isOwnEntity = route.entity_id.constant === '';
  const entityId = createReadText('entity_id', route.entity_id);
  const eventId = route.event_id && createReadText('event_id', route.event_id);
  const lane = route.partition_key && createReadText('partition_key', route.partition_key);
  const occurredAt = createReadTime(route.occurred_at);
  const shape = route.shape.length === 0 ? null : createShape(route.shape, salt);
  const occurredText = createInstantText();
  const ingestedText = createInstantText();
  const source = createSourceOf();

  return (message, { text, value }, now) => {
    const origin: Origin = { message, value };
    const id = withinLimits('event_id', eventId?.(origin) ?? eventIdOf(message));
    const event = {
      event_id: id,
      event_type: eventType(origin),
      entity: entity(origin),
      entity_id: isOwnEntity ? id : withinLimits('entity_id', entityId(origin)),
      occurred_at: occurredText(occurredAt(origin, now)),
      ingested_at: ingestedText(now),
      source: source(message),
    };
    // Ids are read before the shape, which may drop or hash what they are taken from.
    const partitionKey = lanePartitionKey(event.entity, lane?.(origin) ?? event.entity_id);
    const payload = shape === null ? onOneLine(text) : writeExact(shape(value));
    return { kind: 'kept', route: route.name, event, payload, partitionKey };
  };
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
