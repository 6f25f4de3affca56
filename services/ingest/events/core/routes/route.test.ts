import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readRoutes } from './read-routes.ts';
import { createRoute } from './route.ts';
import { type Given, kept, message, now, outcomeOf } from './route-for-tests.ts';

describe('a route matches', () => {
  test.each<[string, object, Given, boolean]>([
    ['everything without a match', {}, {}, true],
    ['an exchange', { exchange: 'shop' }, {}, true],
    ['one of several exchanges', { exchange: ['a', 'shop'] }, {}, true],
    ['no other exchange', { exchange: 'a' }, {}, false],
    ['no exchange that nobody says', { exchange: 'shop' }, { exchange: null }, false],
    ['a routing key by its topic', { routing_key: ['x', 'order.*'] }, {}, true],
    ['no routing key that nobody says', { routing_key: '#' }, { routingKey: null }, false],
    ['a type', { type: 'a' }, { properties: { type: 'a' } }, true],
    ['an app and a queue', { app_id: 'a', queue: 'lake' }, { properties: { appId: 'a' } }, true],
    ['only if all holds', { app_id: 'a', queue: 'other' }, { properties: { appId: 'a' } }, false],
    ['a header by its value', { headers: { v: 2 } }, { headers: { v: '2' } }, true],
    ['a header that exists', { headers: { v: { exists: true } } }, { headers: { v: null } }, true],
    ['a header that does not', { headers: { v: { exists: false } } }, {}, true],
    ['no header of the prototype', { headers: { toString: { exists: true } } }, {}, false],
    ['a header by its prefix', { headers: { v: { prefix: 'a' } } }, { headers: { v: 'ab' } }, true],
    ['a value of the body', { body: [{ path: 'a.b', equals: 1 }] }, { body: { id: 1, a: { b: 1 } } }, true],
    ['one of several values', { body: [{ path: 'a', in: ['x', null] }] }, { body: { id: 1, a: null } }, true],
    [
      'any element of an array',
      { body: [{ path: 'a.*.b', equals: 2 }] },
      { body: { id: 1, a: [{ b: 1 }, { b: 2 }] } },
      true,
    ],
    ['what is nowhere', { body: [{ path: 'a.b', exists: false }] }, { body: { id: 1, a: {} } }, true],
    [
      'all tests of the body or not',
      {
        body: [
          { path: 'id', equals: 1 },
          { path: 'x', exists: true },
        ],
      },
      {},
      false,
    ],
    [
      'a number of 20 digits',
      { body: [{ path: 'n', equals: '12345678901234567890' }] },
      { body: '{"id":1,"n":12345678901234567890}' },
      true,
    ],
  ])('%s', (_what, match, given, expected) => {
    expect(outcomeOf({ match }, given).kind).toBe(expected ? 'kept' : 'dropped');
  });

  test('first, and the next is not asked; what none matches is dropped, or kept as the file says', () => {
    const file = {
      routes: [
        { name: 'noise', match: { type: 'noise' }, drop: true },
        { name: 'all', match: { queue: 'lake' }, event_type: 'a', entity: 'a', entity_id: 'x' },
      ],
    };
    const route = createRoute(readRoutes(stringify(file)), () => '');
    expect(route(message({ properties: { type: 'noise' }, body: 'no json' }), now)).toEqual({
      kind: 'dropped',
      route: 'noise',
    });
    expect(route(message({}), now)).toMatchObject({ kind: 'kept', route: 'all' });
    expect(route(message({ queue: 'b', body: 'no json' }), now)).toEqual({ kind: 'dropped', route: null });
    const keeping = createRoute(readRoutes(stringify({ ...file, unmatched: { event_type: 'other' } })), () => '');
    expect(keeping(message({ queue: 'b', properties: { messageId: 'm' } }), now)).toMatchObject({
      kind: 'kept',
      event: { event_type: 'other', entity: 'other', entity_id: 'm' },
    });
  });
});

describe('a kept message', () => {
  test('is an envelope with its body as payload, digit for digit, on one line', () => {
    const body = '{ "id": 12345678901234567890,\r\n\t"price": 1.10, "text": "a\\nb" }';
    const outcome = kept({}, { body, properties: { timestamp: now - 5000 } });
    expect(outcome.event).toEqual({
      event_id: expect.stringMatching(/^v2:[0-9a-f]{64}$/),
      event_type: 'thing',
      entity: 'thing',
      entity_id: '12345678901234567890',
      occurred_at: '2026-11-20T12:59:55.250Z',
      ingested_at: '2026-11-20T13:00:00.250Z',
      source: 'rabbitmq/%2F/lake',
    });
    expect(outcome.payload).toBe('{ "id": 12345678901234567890, \t"price": 1.10, "text": "a\\nb" }');
  });

  test.each<[object, Given, object]>([
    [{ event_id: { path: 'e' } }, { body: { id: 1, e: 'x' }, properties: { messageId: 'm' } }, { event_id: 'x' }],
    [{ event_type: { property: 'type' } }, { properties: { type: 'order_placed' } }, { event_type: 'order_placed' }],
    [{ entity: { routing_key: 0 } }, {}, { entity: 'order' }],
    [{ entity_id: { header: 'id' } }, { headers: { id: 7 } }, { entity_id: '7' }],
    [{ entity_id: { constant: 5 } }, {}, { entity_id: '5' }],
    [
      { occurred_at: { path: 'at', format: 'epoch_s' } },
      { body: { id: 1, at: 1_763_640_000 } },
      { occurred_at: '2025-11-20T12:00:00.000Z' },
    ],
    [
      { occurred_at: { path: 'at', format: 'epoch_s' } },
      { body: { id: 1, at: 1_763_640_000_250 } },
      { occurred_at: '2025-11-20T12:00:00.250Z' },
    ],
    [
      { occurred_at: { path: 'at', format: 'epoch_ms' } },
      { body: { id: 1, at: 1_763_640_000_250_999 } },
      { occurred_at: '2025-11-20T12:00:00.250Z' },
    ],
    [
      { occurred_at: { path: 'at', format: 'epoch_ms' } },
      { body: { id: 1, at: '1763640000' } },
      { occurred_at: '2025-11-20T12:00:00.000Z' },
    ],
    // 0 says that there is none, and what is no date leaves the next choice.
    [
      { occurred_at: [{ path: 'at', format: 'epoch_ms' }, { path: 'iso' }, 'ingested_at'] },
      { body: { id: 1, at: 0, iso: 'soon' } },
      { occurred_at: '2026-11-20T13:00:00.250Z' },
    ],
    [
      { occurred_at: [{ path: 'at' }, { header: 'at' }, 'ingested_at'] },
      {},
      { occurred_at: '2026-11-20T13:00:00.250Z' },
    ],
  ])('with %j takes them from there', (settings, given, expected) => {
    expect(kept(settings, given).event).toMatchObject(expected);
  });

  test('has the partition key of its entity, or of what the route says', () => {
    const body = (id: number) => ({ body: { id, customer: 'c' } });
    expect(kept({ partition_key: { path: 'customer' } }, body(1)).partitionKey).toBe(
      kept({ partition_key: { path: 'customer' } }, body(2)).partitionKey,
    );
    expect(kept({}, body(1)).partitionKey).toMatch(/^thing\/\d+$/);
  });

  test.each<[string, object, Given]>([
    ['no_entity_id', {}, { body: { id: null } }],
    ['bad_entity_id', {}, { body: { id: { a: 1 } } }],
    ['bad_entity_id', {}, { body: { id: 'x'.repeat(257) } }],
    ['bad_event_type', { event_type: { path: 'id' } }, { body: { id: 'Order Placed' } }],
    ['bad_occurred_at', { occurred_at: { path: 'at' } }, { body: { id: 1, at: 'soon' } }],
    ['no_occurred_at', { occurred_at: { path: 'at' } }, {}],
    ['bad_date', { shape: [{ date: { at: 'iso' } }] }, { body: { id: 1, at: 'soon' } }],
  ])('is rejected as %s instead', (reason, settings, given) => {
    expect(outcomeOf(settings, given)).toMatchObject({ kind: 'rejected', route: 'it', reason });
  });
});
