import { gzipSync } from 'node:zlib';
import { openPublisher, type Publisher } from '@tributary/local/aws/mq/publisher.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const ids = z.array(z.array(z.string().nullable()));

describe('messages in the queue of the broker that the bridge reads', () => {
  let lake: TestLake;
  let publisher: Publisher;
  beforeAll(async () => {
    lake = await startLake();
    publisher = await openPublisher({ endpoint: lake.endpoint });
    await publisher.declare({ queues: ['lake'] });
  });
  afterAll(async () => {
    await publisher?.close();
    await lake?.dispose();
  });

  const publish = (messageId: string, body: string | Buffer, more: { readonly contentEncoding?: string } = {}) =>
    publisher.publish('', {
      routingKey: 'lake',
      properties: { messageId, type: 'order.shipped', ...more },
      body: Buffer.from(body),
    });

  test('are rows of a table by event type, and the poisonous among them rows of the rejected', async () => {
    const poison: readonly (readonly [string, string | Buffer, Readonly<Record<string, unknown>>?])[] = [
      ['no-json', 'no json'],
      ['not-utf8', Buffer.from([0x7b, 0xff, 0x7d])],
      ['no-gzip', '{"order_id":', { contentEncoding: 'gzip' }],
      ['deep', '['.repeat(400) + ']'.repeat(400)],
      ['no-id', '{"order":1}'],
    ];
    for (const [id, body, more] of poison) await publish(id, body, more);
    await publish('nested', `{"order_id":"n","deep":${'['.repeat(200)}${']'.repeat(200)}}`);
    await publish(
      'proto',
      '{"order_id":"p","__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    );
    await publish('packed', gzipSync('{"order_id":"g"}'), { contentEncoding: 'gzip' });
    await publish('large', JSON.stringify({ order_id: 'l', text: 'x'.repeat(3_000_000) }));
    await publish('digits', '{"order_id": 12345678901234567890}');

    const kept = await eventually(
      async () => ids.parse(await lake.query(eventsQuery(lake)).catch(() => [])),
      (rows) => rows.length === 5,
    );
    expect(kept).toEqual([
      ['digits', '12345678901234567890', null],
      ['large', 'l', expect.stringMatching(/^parked\/events\/order_shipped\//)],
      ['nested', 'n', null],
      ['packed', 'g', null],
      ['proto', 'p', null],
    ]);
    const rejected = await eventually(
      async () => ids.parse(await lake.query(rejectedQuery(lake)).catch(() => [])),
      (rows) => rows.length === 5,
    );
    expect(rejected).toEqual([
      ['deep', 'too_deep'],
      ['no-gzip', 'bad_encoding'],
      ['no-id', 'no_entity_id'],
      ['no-json', 'not_json'],
      ['not-utf8', 'not_utf8'],
    ]);
  });
});

function eventsQuery({ names }: TestLake): string {
  return `SELECT DISTINCT event_id, entity_id, json_extract_scalar(payload, '$.parked.key') FROM ${names.rawDatabase}.events_order_shipped ORDER BY 1`;
}

function rejectedQuery({ names }: TestLake): string {
  return `SELECT DISTINCT record_id, reason FROM ${names.rawDatabase}.rejected WHERE source LIKE 'rabbitmq/%' ORDER BY 1`;
}
