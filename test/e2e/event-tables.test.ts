import { gzipSync } from 'node:zlib';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

const hour = 'year=2026/month=11/day=20/hour=13';
const event = (id: number, payload: unknown) => ({
  event_id: `e-${id}`,
  event_type: 'order_paid',
  entity: 'order',
  entity_id: String(id),
  occurred_at: `2026-11-20T13:00:0${id}.250Z`,
  ingested_at: '2026-11-20T13:01:00.000Z',
  source: 'rabbitmq/%2F/orders',
  payload,
});

describe('JSON lines that land in the raw bucket', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await startLake();
    const s3 = new S3Client({ ...lake.client, forcePathStyle: true });
    const put = (Bucket: string, Key: string, lines: readonly unknown[]) => {
      const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
      return s3.send(new PutObjectCommand({ Bucket, Key, Body: Key.endsWith('.gz') ? gzipSync(text) : text }));
    };
    const { rawBucket } = lake.names;
    await put(rawBucket, `raw/events/order_paid/${hour}/a.gz`, [
      event(1, { total: 12.5, Buyer: { Name: 'Åsa' }, buyer: 'kept apart', tags: ['a', null] }),
      event(2, 'no object'),
    ]);
    await put(rawBucket, 'raw/events/order_paid/2026/11/20/14/b', [event(3, [1, 2])]);
    await put(rawBucket, `raw/facts/order/${hour}/f.gz`, [
      { fact_id: 'f', entity: 'order', entity_id: '1', attribute: 'total', value: '12.5', at: 'x', event_id: 'e-1' },
    ]);
    await put(rawBucket, `raw/stats/events/${hour}/shard-0.json`, [
      {
        window_start: 's',
        window_end: 'e',
        shard_id: '0',
        event_type: 'order_paid',
        events: 3,
        entities: 2,
        bytes: 900,
        late: 0,
        entities_error: 0.005,
        terminated_early: false,
      },
    ]);
    await put(lake.names.lakeBucket, 'rejected/local/bridge/2026/11/20/13/r.json', [
      { source: 'rabbitmq/%2F/orders', record_id: 'm', reason: 'not_json', detail: 'at 0', bytes: 'eA==' },
    ]);
  });
  afterAll(() => lake?.dispose());

  const rows = (sql: string, count = 1) =>
    eventually(
      () => lake.query(sql.replaceAll('FROM ', `FROM ${lake.names.rawDatabase}.`)).catch(() => []),
      (found) => found.length >= count,
    );

  test('are a table per event type, the payload as JSON text with the keys as they were', async () => {
    expect(
      await rows(
        `SELECT event_id, json_extract_scalar(payload, '$.Buyer.Name'), json_extract_scalar(payload, '$.buyer'),
                CAST(from_iso8601_timestamp(occurred_at) AS timestamp(3)), hour, payload
         FROM events_order_paid ORDER BY 1`,
        3,
      ),
    ).toEqual([
      [
        'e-1',
        'Åsa',
        'kept apart',
        '2026-11-20 13:00:01.250',
        '13',
        '{"total":12.5,"Buyer":{"Name":"Åsa"},"buyer":"kept apart","tags":["a",null]}',
      ],
      ['e-2', null, null, '2026-11-20 13:00:02.250', '13', 'no object'],
      ['e-3', null, null, '2026-11-20 13:00:03.250', '14', '[1,2]'],
    ]);
  });

  test('are facts, counts and rejects', async () => {
    expect(await rows('SELECT attribute, value FROM facts_order')).toEqual([['total', '12.5']]);
    expect(await rows('SELECT event_type, events, entities_error, terminated_early FROM event_stats')).toEqual([
      ['order_paid', '3', '0.005', 'false'],
    ]);
    expect(await rows('SELECT source, reason, source_key FROM rejected')).toEqual([
      ['rabbitmq/%2F/orders', 'not_json', null],
    ]);
  });
});
