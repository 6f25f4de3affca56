import { stringify } from 'yaml';
import type { Message } from './message.ts';
import { readRoutes } from './read-routes.ts';
import { createRoute, type Outcome } from './route.ts';

export const now = Date.parse('2026-11-20T13:00:00.250Z');

export const hash = /^[0-9a-f]{64}$/;

export type Given = Partial<Omit<Message, 'body' | 'properties'>> & {
  readonly body?: unknown;
  readonly properties?: Partial<Message['properties']>;
};

export function outcomeOf(settings: object, { body = { id: 1 }, properties = {}, ...given }: Given = {}): Outcome {
  const unset = { correlationId: null, type: null, appId: null, userId: null, contentEncoding: null, timestamp: null };
  const route = { name: 'it', event_type: 'thing', entity: 'thing', entity_id: { path: 'id' }, ...settings };
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return createRoute(readRoutes(stringify({ routes: [route] })), () => 'the salt of these tests')(
    {
      exchange: 'shop',
      routingKey: 'eu.order.placed',
      queue: 'lake',
      vhost: '/',
      headers: {},
      ...given,
      properties: { messageId: 'm', ...unset, ...properties },
      body: bytes,
    },
    now,
  );
}

export function payloadOf(settings: object, given: Given = {}): unknown {
  const outcome = outcomeOf(settings, given);
  if (outcome.kind !== 'kept') throw new Error(JSON.stringify(outcome));
  return JSON.parse(outcome.payload);
}
