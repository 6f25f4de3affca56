import * as z from 'zod';

/** One application event as the lake keeps it: a line of JSON on the stream and under raw/events. */

const name = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/, 'must be a lower-case name: a letter, then letters, digits, _ (63 at most)');
const id = z.string().min(1).max(256);
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, 'must be an ISO 8601 instant in UTC with milliseconds');

/** Names of event types and entities: they become table names, partition keys and parts of S3 keys. */
export const eventName = name;

/** An event's fields, in the order in which they are written. `event_id` tells a repeated delivery from a new event. */
export const envelope = z.object({
  event_id: id,
  event_type: name,
  entity: name,
  entity_id: id,
  occurred_at: instant,
  ingested_at: instant,
  source: z.string(),
  payload: z.json(),
});
export type Envelope = z.infer<typeof envelope>;

/** The payload of an event that no record can hold: where S3 keeps it, how many bytes it has, and their SHA-256 in hex. */
export const parkedPayload = z.object({
  parked: z.object({
    bucket: z.string(),
    key: z.string(),
    bytes: z.number().int().nonnegative(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
});
export type ParkedPayload = z.infer<typeof parkedPayload>;

/** The event as one line, "\n" included. `payload` is JSON text, taken as it is: it must not contain a line break. */
export function envelopeLine(event: Omit<Envelope, 'payload'>, payload: string): string {
  return (
    `{"event_id":${JSON.stringify(event.event_id)},"event_type":"${event.event_type}","entity":"${event.entity}",` +
    `"entity_id":${JSON.stringify(event.entity_id)},"occurred_at":"${event.occurred_at}",` +
    `"ingested_at":"${event.ingested_at}","source":${JSON.stringify(event.source)},"payload":${payload}}\n`
  );
}

/** Lanes per entity type: events of one entity share a lane, and a lane's events keep their order. */
export const lanes = 256;

/** `<entity>/<lane>`: the Kinesis partition key of an entity's events. All lines of a record have the same one. */
export function lanePartitionKey(entity: string, entityId: string): string {
  // FNV-1a over UTF-16 units: it has to be even and quick, not secret.
  let hash = 0x811c9dc5;
  for (let at = 0; at < entityId.length; at += 1) hash = Math.imul(hash ^ entityId.charCodeAt(at), 0x01000193);
  return keysOf(entity)[((hash >>> 16) ^ hash) & (lanes - 1)] ?? entity;
}

/** The keys of an entity type: always the same strings, so that each is hashed once where it is looked up. */
function keysOf(entity: string): readonly string[] {
  const known = laneKeys.get(entity);
  if (known !== undefined) return known;
  const keys = Array.from({ length: lanes }, (_, lane) => `${entity}/${lane}`);
  if (laneKeys.size < maxEntities) laneKeys.set(entity, keys);
  return keys;
}

const laneKeys = new Map<string, readonly string[]>();
const maxEntities = 1000;
