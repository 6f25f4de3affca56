import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventIdOf } from './identity.ts';
import type { Message } from './message.ts';

const unset = { messageId: null, correlationId: null, type: null, appId: null, userId: null, contentEncoding: null };
const plain: Message = {
  exchange: 'shop',
  routingKey: 'order.paid',
  queue: 'lake',
  vhost: '/',
  headers: {},
  properties: { ...unset, timestamp: null },
  body: Buffer.from('{"status":"ok"}'),
};
const withProperties = (some: Partial<Message['properties']>): Message => ({
  ...plain,
  properties: { ...plain.properties, ...some },
});

test('two messages of the same body that differ in what they are have different ids; a repeat has the same', () => {
  const all = [
    plain,
    { ...plain, exchange: 'other' },
    { ...plain, routingKey: 'order.shipped' },
    { ...plain, body: Buffer.from('{}') },
    withProperties({ type: 'order.paid' }),
    withProperties({ appId: 'order.paid' }),
    withProperties({ timestamp: 1 }),
  ];
  expect(new Set(all.map(eventIdOf)).size).toBe(all.length);
  for (const of of all) expect(eventIdOf(of)).toMatch(/^v2:[0-9a-f]{64}$/);
  expect(eventIdOf({ ...plain, queue: 'another', headers: { 'x-delivery-count': 3 } })).toBe(eventIdOf(plain));
});

test('a message id is an id within its app', () => {
  const idOf = (messageId: string, appId: string | null = null) => eventIdOf(withProperties({ messageId, appId }));
  expect([idOf('1'), idOf('1', 'shop'), idOf('1', 'a/b'), idOf('b/1', 'a'), idOf('a/b/1')]).toEqual([
    '1',
    'shop/1',
    'a%2Fb/1',
    'a/b/1',
    '/a/b/1',
  ]);
  expect(idOf('x'.repeat(255), 'shop')).toMatch(/^v2:[0-9a-f]{64}$/);
  expect(idOf('\ud800')).not.toBe(idOf('\ud801'));
});

test('different apps and ids make different ids, whatever they are, short enough for a column', () => {
  const text = fc.string({ unit: fc.constantFrom('a', '/', '%', 'é', '\ud800'), maxLength: 5 });
  const id = fc.string({ unit: fc.constantFrom('a', '/', '%', 'é', '\ud800'), minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(text, id, text, id, (appA, idA, appB, idB) => {
      const [a, b] = [
        eventIdOf(withProperties({ messageId: idA, appId: appA })),
        eventIdOf(withProperties({ messageId: idB, appId: appB })),
      ];
      expect(a.isWellFormed() && a.length <= 240).toBe(true);
      if (appA.toWellFormed() !== appB.toWellFormed() || idA !== idB) expect(a).not.toBe(b);
    }),
    { numRuns: 2000 },
  );
});

test('what was given before stays', () => {
  expect(eventIdOf({ ...withProperties({ messageId: 'm', appId: 'shop' }), identity: 'once' })).toBe('once');
});
