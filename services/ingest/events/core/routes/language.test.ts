import { ExtData, encode } from '@msgpack/msgpack';
import { describe, expect, test } from 'vitest';
import { hash, now, outcomeOf, payloadOf } from './language-for-tests.ts';

describe('what is protected', () => {
  const email = 'a@example.com';
  test.each<[string, object, unknown, unknown]>([
    [
      'in another case',
      { hash: ['customer.email'], ignore_case: true },
      { Customer: { EMAIL: email } },
      { Customer: { EMAIL: hash } },
    ],
    ['twice', { hash: ['email'], ignore_case: true }, { email, Email: email }, { email: hash, Email: hash }],
    [
      'in an array',
      { hash: ['customer.email'] },
      { customer: [{ email }, { email }] },
      { customer: [{ email: hash }, { email: hash }] },
    ],
    ['dropped in an array', { drop: ['customer.email'] }, { customer: [{ email, a: 1 }] }, { customer: [{ a: 1 }] }],
  ])('is so %s', (_what, step, given, expected) => {
    const payload = payloadOf({ shape: [step] }, { body: { id: 1, ...Object(given) } });
    const wanted = JSON.stringify({ id: 1, ...Object(expected) }, (_key, value) => (value === hash ? 'HASH' : value));
    expect(JSON.stringify(payload).replace(/[0-9a-f]{64}/g, 'HASH')).toBe(wanted);
    expect(JSON.stringify(payload)).not.toContain(email);
  });

  test('is so in JSON that is a text, digit for digit', () => {
    const inner = `{"email":"${email}","n":12345678901234567890}`;
    const step = { hash: ['customer.email'], encoded: true, required: true };
    const settings = { entity_id: 'x', shape: [step] };
    const payload = payloadOf(settings, { body: { customer: inner } });
    expect(payload).toEqual({
      customer: expect.stringMatching(/^\{"email":"[0-9a-f]{64}","n":12345678901234567890\}$/),
    });
    const twice = payloadOf(settings, { body: JSON.stringify(JSON.stringify({ customer: { email } })) });
    expect(JSON.parse(String(twice))).toEqual({ customer: { email: expect.stringMatching(hash) } });
  });

  test.each([{ customer: { Email: email } }, { customer: `{"email":"${email}"}` }, {}])(
    'or rejects the message where it has to be there: %j',
    (body) => {
      for (const step of [{ hash: ['customer.email'] }, { drop: ['customer.email'] }]) {
        const outcome = outcomeOf({ shape: [{ ...step, required: true }] }, { body: { id: 1, ...body } });
        expect(outcome).toMatchObject({ kind: 'rejected', reason: 'unprotected' });
        expect(JSON.stringify(outcome)).not.toContain(email);
      }
    },
  );

  test('is no setting of other steps', () => {
    expect(() => outcomeOf({ shape: [{ pick: ['a'], required: true }] })).toThrow('is of hash and drop');
  });
});

describe('what came beside the body', () => {
  test('is written into the payload', () => {
    const shape = [
      { set: { 'meta.tenant': { header: 'tenant' }, 'meta.key': { delivery: 'routing_key' }, none: { header: 'x' } } },
      { set: { at: { property: 'content_type' }, literal: { a: { header: 'tenant' } }, word: { routing_key: 0 } } },
      { keep_headers: 'headers' },
      { keep_headers: { to: 'some', only: ['tenant'] } },
    ];
    const headers = { tenant: 'acme', nested: { a: [1] } };
    expect(payloadOf({ shape }, { headers, properties: { contentType: 'application/json' } })).toEqual({
      id: 1,
      meta: { tenant: 'acme', key: 'eu.order.placed' },
      at: 'application/json',
      literal: { a: { header: 'tenant' } },
      word: 'eu',
      headers,
      some: { tenant: 'acme' },
    });
  });

  test.each([
    [{ content_type: 'application/json' }, 'application/json; charset=utf-8', 'kept'],
    [{ content_type: ['text/plain', 'Application/JSON'] }, 'APPLICATION/json', 'kept'],
    [{ content_type: 'application/json' }, null, 'dropped'],
  ])('decides: %j of %s is %s', (match, contentType, kind) => {
    expect(outcomeOf({ match }, { properties: { contentType } }).kind).toBe(kind);
  });

  test.each([
    [{ property: 'type', pattern: '{word}' }, { properties: { type: 'OrderPlaced' } }, 'order_placed'],
    [
      { property: 'type', pattern: 'urn:message:*:{word}' },
      { properties: { type: 'urn:message:Shop.Events:HTTPCallMade' } },
      'http_call_made',
    ],
    [
      { property: 'type', pattern: '*.{word},*' },
      { properties: { type: 'Shop.Events.OrderPlaced, Shop, Version=1' } },
      'order_placed',
    ],
    [{ delivery: 'routing_key', pattern: 'eu.{words}' }, {}, 'order_placed'],
    [{ delivery: 'routing_key', pattern: '*.{word}' }, { routingKey: 'a.order-placed' }, 'order_placed'],
  ])('names the event by %j', (event_type, given, name) => {
    expect(outcomeOf({ event_type }, given)).toMatchObject({ event: { event_type: name } });
    expect(outcomeOf({ event_type: { ...event_type, pattern: 'x{word}' } }, given)).toMatchObject({
      reason: 'bad_event_type',
    });
  });
});

describe('each element of an array', () => {
  const settings = { each: 'items', entity_id: { path: 'sku' }, shape: [{ set: { order: { body: 'order' } } }] };

  test('is an event, in order, with an id of its own; one that is none costs no other', () => {
    const body = '{"order":7,"items":[{"sku":"a"},{"n":1},{"sku":12345678901234567890}]}';
    const outcome = outcomeOf(settings, { body });
    expect(outcome).toMatchObject({
      kind: 'several',
      outcomes: [
        { kind: 'kept', event: { event_id: 'm#0', entity_id: 'a' }, payload: '{"sku":"a","order":7}' },
        { kind: 'rejected', reason: 'no_entity_id', element: { index: 1 } },
        { kind: 'kept', event: { event_id: 'm#2' }, payload: '{"sku":12345678901234567890,"order":7}' },
      ],
    });
    const [, bad] = outcome.kind === 'several' ? outcome.outcomes : [];
    expect(bad?.kind === 'rejected' && bad.element?.body.toString()).toBe('{"order":7,"items":[{"n":1}]}');
  });

  test('has the same id when it comes alone, once it can be an event', () => {
    const alone = { identity: 'm', element: { index: 1 }, body: '{"order":7,"items":[{"sku":"b"}]}' };
    expect(outcomeOf(settings, alone)).toMatchObject({ outcomes: [{ event: { event_id: 'm#1', entity_id: 'b' } }] });
  });

  test('may be of the body itself; none is nothing, and no array is a reject', () => {
    expect(outcomeOf({ each: '$' }, { body: [{ id: 1 }, { id: 2 }] })).toMatchObject({ outcomes: [{}, {}] });
    expect(outcomeOf({ each: '$' }, { body: [] })).toMatchObject({ kind: 'several', outcomes: [] });
    expect(outcomeOf({ each: 'items' }, { body: { items: {} } })).toMatchObject({
      kind: 'rejected',
      reason: 'no_each',
    });
  });
});

describe('a body', () => {
  test('may be missing where the route says so', () => {
    const settings = { entity_id: { header: 'id' }, shape: [{ keep_headers: 'h' }] };
    const given = { body: '', headers: { id: '5' } };
    expect(payloadOf({ ...settings, empty_body: true }, given)).toEqual({ h: { id: '5' } });
    expect(outcomeOf(settings, given)).toMatchObject({ reason: 'not_json', detail: 'the body is empty' });
  });

  test('may be MessagePack, with every digit, bytes and extensions', () => {
    const packed = encode(
      {
        id: 18446744073709551615n,
        small: 5n,
        bin: new Uint8Array([255]),
        at: new Date(now),
        ext: new ExtData(7, new Uint8Array([1])),
      },
      { useBigInt64: true },
    );
    const outcome = outcomeOf({}, { body: Buffer.from(packed), properties: { contentType: 'application/x-msgpack' } });
    expect(outcome).toMatchObject({
      event: { entity_id: '18446744073709551615' },
      payload:
        '{"id":18446744073709551615,"small":5,"bin":"/w==","at":"2026-11-20T13:00:00.250Z","ext":{"ext":7,"base64":"AQ=="}}',
    });
  });

  test.each([
    ['not_msgpack', Buffer.from([0xc1])],
    ['not_msgpack', Buffer.from([0x81, 0xa2, 0x69])],
    ['too_deep', Buffer.alloc(5000, 0x91)],
  ])('that says it is MessagePack is rejected as %s', (reason, body) => {
    const properties = { contentType: 'application/msgpack' };
    expect(['not_msgpack', reason]).toContain(Object(outcomeOf({}, { body, properties })).reason);
  });

  test('that says it is MessagePack and is JSON is that', () => {
    expect(payloadOf({}, { properties: { contentType: 'application/msgpack' } })).toEqual({ id: 1 });
  });
});
