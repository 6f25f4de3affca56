import fc from 'fast-check';
import { expect, test } from 'vitest';
import { exactNumber } from '../routes/exact-json.ts';
import type { Message } from '../routes/message.ts';
import { envelopeOf, readRejectedRow } from './rejected-message.ts';

const name = fc.string({ unit: 'grapheme', minLength: 1 });
const text = fc.option(fc.string({ unit: 'grapheme' }));

const message: fc.Arbitrary<Message> = fc.record({
  exchange: text,
  routingKey: text,
  queue: name,
  vhost: name,
  headers: fc.dictionary(
    fc.stringMatching(/^[a-z]{1,5}$/),
    fc.oneof(fc.string(), fc.boolean(), fc.integer(), fc.array(fc.string())),
  ),
  properties: fc.record({
    messageId: name,
    correlationId: text,
    type: text,
    appId: text,
    userId: text,
    contentEncoding: text,
    timestamp: fc.option(fc.nat()),
  }),
  body: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
});

const rowOf = (of: Message, more: object = {}) =>
  JSON.stringify({
    source: `rabbitmq/${encodeURIComponent(of.vhost)}/${encodeURIComponent(of.queue)}`,
    record_id: of.properties.messageId,
    reason: 'not_json',
    bytes: of.body.toString('base64'),
    message: envelopeOf(of),
    ...more,
  });

test('a rejected message comes back as it was', () => {
  fc.assert(
    fc.property(message, (of) => {
      const { properties, headers, ...rest } = of;
      const read = readRejectedRow(rowOf(of))?.message;
      expect(read).toMatchObject({ ...rest, properties });
      expect({ ...read?.headers }).toEqual({ ...headers });
    }),
  );
});

const plain: Message = {
  exchange: 'shop',
  routingKey: 'order.paid',
  queue: 'lake',
  vhost: '/',
  headers: { long: exactNumber('12345678901234567890') },
  properties: {
    messageId: null,
    correlationId: null,
    type: null,
    appId: null,
    userId: null,
    contentEncoding: null,
    timestamp: null,
  },
  body: Buffer.from('{'),
};

test('numbers that JSON has no room for are kept as their digits', () => {
  expect(envelopeOf(plain)).toContain('"headers":{"long":12345678901234567890}');
  expect(readRejectedRow(rowOf(plain, { record_id: 'id' }))?.message).toMatchObject({
    headers: plain.headers,
    properties: { messageId: null },
    identity: 'id',
  });
});

test('headers that could not be read are kept as they came, and read once they can be', () => {
  const bytes = Buffer.from([0x20, 0x00, 0, 0, 0, 4, 1, 0x61, 0x74, 1]);
  const of = { ...plain, headers: {}, unreadable: { fault: 'once', bytes } };
  expect(readRejectedRow(rowOf(of, { record_id: 'id' }))?.message).toMatchObject({
    headers: { a: true },
    unreadable: null,
  });
});

test('a row of before, which has only the body, still has its identity and queue', () => {
  expect(readRejectedRow(rowOf(plain, { record_id: 'id', message: undefined }))).toMatchObject({
    reason: 'not_json',
    message: { queue: 'lake', vhost: '/', routingKey: null, identity: 'id' },
  });
});

test.each([
  'no json',
  '{}',
  rowOf(plain, { source: 'haproxy', record_id: 'id' }),
  rowOf(plain, { record_id: 'id', message: '[' }),
])('%s is no rejected message', (line) => {
  expect(readRejectedRow(line)).toBeUndefined();
});
