import { stringify } from 'yaml';
import type { Message, MessageProperties } from './message.ts';
import { readRoutes } from './read-routes.ts';
import { createRoute, type Outcome } from './route.ts';

export const now = Date.parse('2026-11-20T13:00:00.250Z');

const noProperties: MessageProperties = {
  messageId: null,
  correlationId: null,
  type: null,
  appId: null,
  userId: null,
  contentEncoding: null,
  timestamp: null,
};

export type Given = Partial<Omit<Message, 'properties' | 'body'>> & {
  readonly properties?: Partial<MessageProperties>;
  readonly body?: unknown;
};

export function message({ properties = {}, body = { id: 1 }, ...rest }: Given): Message {
  return {
    exchange: 'shop',
    routingKey: 'order.placed',
    queue: 'lake',
    vhost: '/',
    headers: {},
    ...rest,
    properties: { ...noProperties, ...properties },
    body: Buffer.isBuffer(body) ? body : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  };
}

/** What a route with these settings makes of a message; the rest of it is the simplest. */
export function outcomeOf(settings: object, given: Given): Outcome {
  const route = { name: 'it', event_type: 'thing', entity: 'thing', entity_id: { path: 'id' }, ...settings };
  return createRoute(readRoutes(stringify({ routes: [route] })), () => 'the salt of these tests')(message(given), now);
}

export function kept(settings: object, given: Given) {
  const outcome = outcomeOf(settings, given);
  if (outcome.kind !== 'kept') throw new Error(JSON.stringify(outcome));
  return outcome;
}
