import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { kept, outcomeOf } from './route-for-tests.ts';

describe('a shape', () => {
  const body = {
    id: 1,
    customer: { email: 'a@b', phone: '1', tags: ['x', 'y'] },
    lines: [
      { sku: 'a', cost: 1 },
      { sku: 'b', cost: 2 },
    ],
    note: 'héllo wörld 🙂🙂',
    at: 0,
  };
  const hash = createHmac('sha256', 'the salt of these tests').update('a@b').digest('hex');

  test.each<[string, object, object]>([
    [
      'picks',
      { pick: ['id', 'customer.email', 'lines.*.sku'] },
      { id: 1, customer: { email: 'a@b' }, lines: [{ sku: 'a' }, { sku: 'b' }] },
    ],
    [
      'drops',
      { drop: ['customer', 'lines.*.cost', 'note', 'nowhere.at.all'] },
      { id: 1, lines: [{ sku: 'a' }, { sku: 'b' }], at: 0 },
    ],
    [
      'renames',
      { rename: { 'customer.email': 'mail.address' } },
      { ...body, customer: { phone: '1', tags: ['x', 'y'] }, mail: { address: 'a@b' } },
    ],
    ['sets', { set: { 'customer.vip': true } }, { ...body, customer: { ...body.customer, vip: true } }],
    ['hashes', { hash: ['customer.email', 'nowhere'] }, { ...body, customer: { ...body.customer, email: hash } }],
    ['truncates by characters', { truncate: { note: 13 } }, { ...body, note: 'héllo wörld 🙂' }],
    ['reads dates', { date: { at: 'epoch_s' } }, { ...body, at: '1970-01-01T00:00:00.000Z' }],
  ])('%s', (_what, step, expected) => {
    expect(JSON.parse(kept({ shape: [step] }, { body }).payload)).toEqual(expected);
  });

  test('does its steps in their order, after the ids have been taken', () => {
    const shape = [{ rename: { id: 'number' } }, { hash: ['number'] }, { pick: ['number'] }];
    const outcome = kept({ shape }, { body });
    expect(outcome.event.entity_id).toBe('1');
    expect(JSON.parse(outcome.payload)).toEqual({ number: expect.stringMatching(/^[0-9a-f]{64}$/) });
  });

  test('keeps each digit of long numbers, and hashes them by their digits', () => {
    const text = '{"id":1,"n":12345678901234567890,"m":0.1234567890123456789}';
    expect(kept({ shape: [{ drop: ['id'] }] }, { body: text }).payload).toBe(
      '{"n":12345678901234567890,"m":0.1234567890123456789}',
    );
    const hashed = kept({ shape: [{ hash: ['n'] }, { pick: ['n'] }] }, { body: text }).payload;
    const digits = createHmac('sha256', 'the salt of these tests').update('12345678901234567890').digest('hex');
    expect(JSON.parse(hashed)).toEqual({ n: digits });
  });

  test('takes __proto__ and constructor in a body for keys like others', () => {
    const text = '{"id":1,"__proto__":{"a":"b"},"constructor":{"prototype":{"a":"b"}}}';
    const shape = [{ pick: ['*'] }, { truncate: { '*.a': 1 } }];
    expect(kept({ shape }, { body: text }).payload).toBe(text);
    expect(Object.prototype).not.toHaveProperty('a');
  });
});

test('no message makes routing throw, and what is kept is JSON on one line', () => {
  const shape = [
    { hash: ['a', '*.b'] },
    { truncate: { '*': 3 } },
    { rename: { a: 'c.d' } },
    { drop: ['*.*.*'] },
    { set: { 'c.e': 1 } },
  ];
  const bodies = fc.oneof(
    fc.json(),
    fc.string({ unit: 'binary' }),
    fc.uint8Array().map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  fc.assert(
    fc.property(bodies, fc.string(), (body, routingKey) => {
      const outcome = outcomeOf({ shape, entity_id: 'x', match: { routing_key: '#' } }, { body, routingKey });
      if (outcome.kind !== 'kept') return;
      expect(outcome.payload).not.toMatch(/[\r\n]/);
      expect(() => JSON.parse(outcome.payload)).not.toThrow();
    }),
  );
});
