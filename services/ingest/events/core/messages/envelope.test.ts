import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { type Envelope, envelope, envelopeLine, lanePartitionKey, lanes, parkedPayload } from './envelope.ts';

const instant = fc
  .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,62}$/);
const id = fc.string({ unit: 'binary', minLength: 1, maxLength: 256 }).filter(({ length }) => length <= 256);

const event: Envelope = {
  event_id: 'e-1',
  event_type: 'order_placed',
  entity: 'order',
  entity_id: '17',
  occurred_at: '2026-11-20T13:00:00.000Z',
  ingested_at: '2026-11-20T13:00:01.250Z',
  source: 'rabbitmq/%2F/lake',
  payload: { total: 12.5 },
};

describe('the envelope', () => {
  test('is one line of JSON with its fields in a fixed order', () => {
    const line = envelopeLine(event, '{"total":12.5}');
    expect(line).toBe(`${JSON.stringify(event)}\n`);
  });

  test('says on its line what went in, whatever the ids, the source and the payload contain', () => {
    const events = fc.record<Envelope>({
      event_id: id,
      event_type: name,
      entity: name,
      entity_id: id,
      occurred_at: instant,
      ingested_at: instant,
      source: fc.string({ unit: 'binary' }),
      payload: fc.json().map((text) => z.json().parse(JSON.parse(text))),
    });
    fc.assert(
      fc.property(events, (each) => {
        const line = envelopeLine(each, JSON.stringify(each.payload));
        expect(line.indexOf('\n')).toBe(line.length - 1);
        expect(envelope.parse(JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(each)));
      }),
    );
  });

  test.each([
    ['an empty id', { event_id: '' }],
    ['an id of 257 characters', { entity_id: 'x'.repeat(257) }],
    ['an event type with a dash', { event_type: 'order-placed' }],
    ['an entity in upper case', { entity: 'Order' }],
    ['a time without milliseconds', { occurred_at: '2026-11-20T13:00:00Z' }],
    ['a time with an offset', { ingested_at: '2026-11-20T13:00:00.000+01:00' }],
  ])('is refused with %s', (_what, change) => {
    expect(envelope.safeParse({ ...event, ...change }).success).toBe(false);
  });

  test('tells a parked payload from others', () => {
    const parked = { bucket: 'raw', key: 'parked/events/a', bytes: 5, sha256: 'ab'.repeat(32) };
    expect(parkedPayload.safeParse({ parked }).success).toBe(true);
    expect(parkedPayload.safeParse({ parked: true }).success).toBe(false);
  });
});

describe('the partition key', () => {
  test('is the same for all events of an entity, and one of 256 lanes', () => {
    fc.assert(
      fc.property(name, id, (entity, entityId) => {
        const key = lanePartitionKey(entity, entityId);
        const [before, lane] = key.split('/');
        expect(before).toBe(entity);
        expect(Number(lane)).toBeLessThan(lanes);
        expect(lanePartitionKey(entity, entityId)).toBe(key);
      }),
    );
  });

  test('spreads entities over the lanes', () => {
    const used = new Set(Array.from({ length: 5000 }, (_, number) => lanePartitionKey('order', String(number))));
    expect(used.size).toBe(lanes);
  });
});
