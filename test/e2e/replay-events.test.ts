import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { admin } from '@tributary/local/kernel/caller.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { day, hours, type ReplayLake, startReplayLake } from './replay-lake.ts';
import { requestLines } from './request-lines.ts';

/** A line of the stream. */
function shipped(event_id: string, entity_id: string): string {
  return JSON.stringify({
    event_id,
    event_type: 'order_shipped',
    entity: 'order',
    entity_id,
    occurred_at: '2026-11-20T13:00:00.000Z',
    ingested_at: '2026-11-20T13:00:00.000Z',
    source: 'rabbitmq/%2F/orders',
    payload: { order_id: entity_id, carrier: 'post' },
  });
}

/** A line under failed/. */
function failed(data: string): string {
  return JSON.stringify({
    attemptsMade: 4,
    arrivalTimestamp: 1_795_179_600_000,
    errorCode: 'Lambda.FunctionError',
    errorMessage: 'm',
    attemptEndingTimestamp: 1_795_179_600_000,
    rawData: Buffer.from(data).toString('base64'),
  });
}

describe('lake replay of events', () => {
  let lake: ReplayLake['lake'];
  let s3: ReplayLake['s3'];
  let keysUnder: ReplayLake['keysUnder'];
  let run: ReplayLake['run'];
  let replay: ReplayLake['replay'];
  let put: ReplayLake['put'];
  let counts: ReplayLake['counts'];
  let line: string;

  beforeAll(async () => {
    ({ lake, s3, keysUnder, run, replay, put, counts } = await startReplayLake());
    [line = ''] = await requestLines(1);
  });
  afterAll(() => lake?.dispose());

  test('messages that the bridge rejected go through the present routes to the stream', async () => {
    const rejected = {
      source: 'rabbitmq/%2F/lake',
      record_id: 'm-1',
      reason: 'bad_entity_id',
      detail: 'route order-shipped: entity_id is neither a text nor a number',
      bytes: Buffer.from(JSON.stringify({ order_id: '9', carrier: 'ship' })).toString('base64'),
      message: JSON.stringify({
        exchange: 'shop',
        routing_key: 'a.b',
        headers: {},
        properties: { type: 'order.shipped' },
      }),
    };
    await s3.send(
      new PutObjectCommand({
        Bucket: lake.names.lakeBucket,
        Key: `rejected/local/bridge/${day}/hour=13/r.json`,
        Body: `${JSON.stringify(rejected)}\n`,
      }),
    );
    expect(await counts('rejected', 'bridge')).toMatchObject({ go: false, counts: { records: 1, eventsSent: 1 } });
    expect(await counts('rejected', 'bridge', '--go')).toMatchObject({ counts: { eventsSent: 1, failedAgain: 0 } });
    const sql = `SELECT entity_id, source FROM ${lake.names.rawDatabase}.events_order_shipped WHERE event_id = 'm-1'`;
    const rows = await eventually(
      () => lake.query(sql).catch(() => []),
      (found) => found.length > 0,
      120_000,
    );
    expect(rows).toEqual([['9', 'rabbitmq/%2F/lake']]);
    // What has arrived has left the table.
    expect(await counts('rejected', 'bridge', '--go', '--run', 'once-more')).toMatchObject({
      counts: { objects: 0, eventsSent: 0 },
    });
  });

  test('events of raw become facts by the present declarations', async () => {
    await put(`raw/events/order_shipped/${day}/hour=13/e`, [shipped('e-2', '7')]);
    expect(await counts('raw', 'events', ...hours)).toMatchObject({ counts: { objects: 1, objectsWritten: 0 } });
    expect(await counts('raw', 'events', ...hours, '--go')).toMatchObject({
      counts: { records: 1, objectsWritten: 1 },
    });
    await counts('raw', 'events', ...hours, '--go', '--again');
    const rows = await eventually(
      () =>
        lake
          .query(`SELECT attribute, value, event_id, at FROM ${lake.names.rawDatabase}.facts_order WHERE day = '20'`)
          .catch(() => []),
      (found) => found.length > 0,
    );
    expect(rows).toEqual([['carrier', '"post"', 'e-2', '2026-11-20T13:00:00.000Z']]);
  });

  test("Firehose's failed deliveries arrive once", async () => {
    const event = {
      event_id: 'e-1',
      event_type: 'order_paid',
      entity: 'order',
      entity_id: '1',
      occurred_at: '2026-11-20T12:59:59.000Z',
      ingested_at: '2026-11-20T13:00:00.000Z',
      source: 'rabbitmq/%2F/orders',
      payload: { total: 1 },
    };
    const kept = `processing-failed/${day}/hour=13`;
    await put(`failed/events/${kept}/f`, [failed(`${JSON.stringify(event)}\n`), failed('no event\n')]);
    await put(`failed/logs/haproxy/${kept}/f`, [failed(`${line}\n`)]);
    expect((await replay('failed')).stdout).toMatch(/2 objects|1 object/);
    const first = await run('failed', 'events', '--go', '--json');
    expect(first.code).toBe(1);
    expect(JSON.parse(first.stdout)).toMatchObject({ counts: { records: 2, failedAgain: 1, objectsWritten: 1 } });
    const rows = await eventually(
      () => lake.query(`SELECT event_id, payload FROM ${lake.names.rawDatabase}.events_order_paid`).catch(() => []),
      (found) => found.length > 0,
    );
    expect(rows).toEqual([['e-1', '{"total":1}']]);
    await replay('failed', 'events', '--go', '--run', 'second');
    expect(await keysUnder(lake.names.rawBucket, 'raw/events/order_paid/')).toHaveLength(1);

    expect(await counts('failed', 'logs', '--go')).toMatchObject({ counts: { objects: 1, objectsWritten: 1 } });
    expect(await counts('failed', 'logs', '--go', '--run', 'again')).toMatchObject({
      counts: { doneBefore: 1, objectsWritten: 0 },
    });
    const [key = ''] = (await keysUnder(lake.names.rawBucket, `raw/logs/haproxy/${day}/hour=13/replay-`)) ?? [];
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: lake.names.rawBucket, Key: key }));
    expect(await Body?.transformToString()).toBe(`${line}\n`);
  });

  test('what the delivery streams give up is read as they write it', async () => {
    const { eventStream: StreamName } = lake.names;
    const Data = Buffer.from('no event\n');
    await lake.cloud.call(admin, 'kinesis', 'PutRecord', { StreamName, PartitionKey: 'order/1', Data });
    for (const [stream, code] of [
      ['facts', 'Lambda.ProcessingFailedStatus'],
      ['events', 'DynamicPartitioning.MetadataExtractionFailed'],
    ] as const) {
      await eventually(
        () => keysUnder(lake.names.rawBucket, `failed/${stream}/`),
        (keys) => keys.some((key) => key.includes('/tributary-')),
      );
      const told = await counts('failed', stream);
      expect(told).toMatchObject({ go: false, counts: { failedAgain: 0 }, reasons: { [code]: 1 } });
    }
  });

  test('a run whose function dies after its work goes on, and nothing is there twice', async () => {
    const folder = `failed/facts/processing-failed/${day}/hour=13`;
    for (const order of ['d-1', 'd-2']) await put(`${folder}/${order}`, [failed(`${shipped(`e-${order}`, order)}\n`)]);
    lake.cloud.faults.add({ at: 's3:PutObject', kind: 'crash-after', match: 'local-replay-', times: 1 });
    const again = ['failed', 'facts', '--from', '2026-11-20', '--to', '2026-11-21', '--run', 'dies', '--go', '--json'];
    const died = await run(...again);
    expect(died.code).toBe(1);
    expect(JSON.parse(died.stdout)).toMatchObject({ state: 'failed', error: expect.stringContaining('killed') });
    expect(JSON.parse((await replay(...again)).stdout)).toMatchObject({
      state: 'done',
      counts: { objects: 2, records: 2, failedAgain: 0, objectsWritten: 2 },
    });
    const sql = `SELECT entity_id, count(*) FROM ${lake.names.rawDatabase}.facts_order WHERE entity_id LIKE 'd-%' GROUP BY 1 ORDER BY 1`;
    const rows = await eventually(
      () => lake.query(sql).catch(() => []),
      (found) => found.length === 2,
    );
    expect(rows).toEqual([
      ['d-1', '1'],
      ['d-2', '1'],
    ]);
  });
});
