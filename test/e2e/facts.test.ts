import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { envelopeLine, lanePartitionKey } from '@tributary/ingest/events/core/messages/envelope.ts';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startLake, type TestLake } from '../harness/lake.ts';

type TestRows = Awaited<ReturnType<TestLake['query']>>;
type Told = { readonly type: string; readonly entity: string; readonly id: string; readonly payload: unknown };

let count = 0;
function line({ type, entity, id, payload }: Told): string {
  count += 1;
  const occurred_at = '2026-11-20T13:45:00.000Z';
  const event = { event_id: `e-${count}`, event_type: type, entity, entity_id: id, occurred_at };
  return envelopeLine({ ...event, ingested_at: occurred_at, source: 'rabbitmq/%2F/lake' }, JSON.stringify(payload));
}

const order = (id: string, payload: unknown): Told => ({ type: 'order_placed', entity: 'order', id, payload });
const large = JSON.stringify({ plan: 'team', notes: 'x'.repeat(2_000_000) });
const sha256 = createHash('sha256').update(large).digest('hex');
const wide = Object.fromEntries(Array.from({ length: 6_000 }, (_, index) => [`attribute_${index}`, index]));

describe('records of the events stream', () => {
  let lake: TestLake;
  let s3: S3Client;
  beforeAll(async () => {
    lake = await startLake();
    s3 = new S3Client({ ...lake.client, forcePathStyle: true });
    const { rawBucket } = lake.names;
    const parkedAt = (key: string): Told => {
      const parked = { bucket: rawBucket, key: `parked/events/${key}`, bytes: large.length, sha256 };
      return { type: 'order_placed', entity: 'order', id: key, payload: { parked } };
    };
    await s3.send(new PutObjectCommand({ Bucket: rawBucket, Key: 'parked/events/19', Body: large }));
    const record = (events: readonly Told[]) => ({
      PartitionKey: lanePartitionKey(events[0]?.entity ?? '', events[0]?.id ?? ''),
      Data: Buffer.from(events.map(line).join('')),
    });
    // None of this may show in what arrives: facts throttled by S3, tally gone after its work and after its last write
    lake.cloud.faults.add({ at: 's3:PutObject', kind: 'throttle', match: 'local-facts-', times: 4 });
    lake.cloud.faults.add({ at: 'lambda:invoke', kind: 'crash-after', match: '-tally', times: 1 });
    lake.cloud.faults.add({ at: 's3:PutObject', kind: 'crash-after', match: 'local-tally-', times: 1 });
    await lake.cloud.call(admin, 'kinesis', 'PutRecords', {
      StreamName: lake.names.eventStream,
      Records: [
        record([order('17', { total: { amount: 12.5 }, items: ['a'] }), order('17', { total: { amount: 13 } })]),
        record([
          {
            type: 'customer_updated',
            entity: 'customer',
            id: '7',
            payload: { before: { plan: 'free', city: 'Ghent' }, after: { plan: 'team', city: 'Ghent' } },
          },
        ]),
        record([order('18', wide)]),
        record([parkedAt('19')]),
        record([parkedAt('gone')]),
        record([{ type: 'page_viewed', entity: 'visitor', id: 'v', payload: {} }]),
        { PartitionKey: 'order/0', Data: Buffer.from('no event\n') },
      ],
    });
  });
  afterAll(() => lake?.dispose());

  /** The lines of all objects under a prefix, once there are enough of them. */
  async function lines(prefix: string, least: number): Promise<readonly string[]> {
    const look = async () => {
      const texts = await Promise.all((await keysOf(prefix)).map(textOf));
      return texts.flatMap((text) => text.split('\n').filter((each) => each !== ''));
    };
    return eventually(look, (seen) => seen.length >= least);
  }
  async function keysOf(Prefix: string): Promise<readonly string[]> {
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: lake.names.rawBucket, Prefix }));
    return Contents.map(({ Key = '' }) => Key);
  }
  async function textOf(Key: string): Promise<string> {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: lake.names.rawBucket, Key }));
    const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
    return (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();
  }
  const parsed = async (prefix: string, least: number) =>
    (await lines(prefix, least)).map((text): Readonly<Record<string, unknown>> => JSON.parse(text));
  const queryUntil = (sql: string, isDone: (found: TestRows) => boolean) =>
    eventually(() => lake.query(sql.replaceAll('FROM ', `FROM ${lake.names.rawDatabase}.`)).catch(() => []), isDone);
  const query = (sql: string, least: number) => queryUntil(sql, (found) => found.length >= least);

  test('lie under raw/events, each line in the folder of its type', async () => {
    const placed = await parsed('raw/events/order_placed/year=', 5);
    expect(placed.map((event) => event.event_id).toSorted()).toEqual(['e-1', 'e-2', 'e-4', 'e-5', 'e-6']);
    expect(await parsed('raw/events/page_viewed/year=', 1)).toMatchObject([{ entity: 'visitor', payload: {} }]);
  });

  test('become facts of their entities, which a query finds', async () => {
    const facts = await query(
      `SELECT entity_id, attribute, value, at, event_id FROM facts_order WHERE entity_id = '17' ORDER BY event_id, attribute`,
      3,
    );
    const at = '2026-11-20T13:45:00.000Z';
    expect(facts).toEqual([
      ['17', 'items', '["a"]', at, 'e-1'],
      ['17', 'total.amount', '12.5', at, 'e-1'],
      ['17', 'total.amount', '13', at, 'e-2'],
    ]);
    expect(await query('SELECT attribute, value FROM facts_customer', 1)).toEqual([['plan', '"team"']]);
  });

  test('that state more facts than an answer holds have them all the same', async () => {
    const facts = await parsed('raw/facts/order/year=', 6_005);
    expect(new Set(facts.map((fact) => fact.fact_id)).size).toBe(6_005);
    const keys = await keysOf('raw/facts/order/');
    expect(keys.filter((key) => /\/overflow-[0-9a-f]{32}\.json\.gz$/.test(key))).not.toEqual([]);
  });

  test('are taken from S3 where the payload is parked there', async () => {
    const facts = await query("SELECT attribute, length(value) FROM facts_order WHERE entity_id = '19' ORDER BY 1", 2);
    expect(facts).toEqual([
      ['notes', '2000002'],
      ['plan', '6'],
    ]);
  });

  test('are kept, with what could not be used, to be run again', async () => {
    const failed = await parsed('failed/facts/processing-failed/', 2);
    const records = failed.map(({ rawData }) => Buffer.from(String(rawData), 'base64').toString());
    // They may be of two objects.
    expect(records.toSorted()).toEqual(['no event\n', expect.stringContaining('parked/events/gone')]);
    expect(await lines('failed/events/', 1)).toHaveLength(1);
    expect(await lines('backup/facts/year=', 8)).toHaveLength(8);
  });

  test('are counted by window and event type, once each', async () => {
    // Each shard is counted for itself.
    const rows = await queryUntil(
      `SELECT event_type, sum(events), sum(entities), sum(repeated), sum(late) > 0, max(entities_error)
       FROM event_stats GROUP BY 1 ORDER BY 1`,
      (found) => found.reduce((sum, [, events]) => sum + Number(events), 0) >= 8,
    );
    expect(rows).toEqual([
      ['_unreadable', '1', '0', '0', 'false', '0.0'],
      ['customer_updated', '1', '1', '0', 'true', '0.0'],
      ['order_placed', '5', '4', '0', 'true', '0.0'],
      ['page_viewed', '1', '1', '0', 'true', '0.0'],
    ]);
  });
});
