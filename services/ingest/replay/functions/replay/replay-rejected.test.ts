import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Work } from '../../core/request.ts';
import { hour, range, setUp } from './replay-for-tests.ts';

describe('events of raw', () => {
  test('become facts by the present declarations, of declared types alone', async () => {
    const { run, buckets } = setUp();
    for (const type of ['order_paid', 'user_seen', 'unknown']) {
      buckets.put('raw', `raw/events/${type}/${hour(13)}/a.gz`, gzipSync('1\n2\nbad\n'));
      buckets.put('raw', `raw/events/${type}/${hour(15)}/late.gz`, gzipSync('5\n'));
    }
    const work: Work = { what: 'raw-events', ...range };
    expect((await run(work, false)).counts).toMatchObject({ objects: 2, records: 0, objectsWritten: 0 });
    expect((await run(work)).counts).toMatchObject({ objects: 2, records: 6, failedAgain: 2, objectsWritten: 4 });
    const one: Work = { ...work, eventType: 'order_paid' };
    expect((await run(one, true, { run: 's' })).counts).toMatchObject({ objects: 1, objectsWritten: 2 });
    const written = [...buckets.raw.keys()].filter((key) => key.startsWith('raw/facts/'));
    expect(written).toHaveLength(4);
  });
});

describe('rejected records', () => {
  const reject = (more: object = {}) =>
    `${JSON.stringify({
      source: 'haproxy',
      source_bucket: 'raw',
      source_key: 'raw/logs/haproxy/a',
      source_version_id: 'v0',
      reason: 'no_format',
      ...more,
    })}\n`;
  const work: Work = { what: 'rejected', function: 'haproxy' };

  test('have the objects that they came from parsed again, each once', async () => {
    const { run, sent, buckets } = setUp();
    buckets.put('lake', `rejected/test/haproxy/${hour(13)}/a.json`, reject() + reject({ reason: 'bad_date' }));
    buckets.put(
      'lake',
      `rejected/test/haproxy/${hour(13)}/b.json`,
      reject({ source_key: 'raw/logs/b', source_version_id: null }),
    );
    buckets.put('lake', `rejected/test/bridge/${hour(13)}/c.json`, reject());
    expect(await run(work)).toMatchObject({
      counts: { objects: 2, records: 3, messagesSent: 2 },
      reasons: { no_format: 2, bad_date: 1 },
    });
    expect(sent).toMatchObject([
      { detail: { object: { key: 'raw/logs/haproxy/a', 'version-id': 'v0' } } },
      { detail: { object: { key: 'raw/logs/b' } } },
    ]);
  });

  test('of changes have their files landed again, and no others', async () => {
    const { run, sent, landed, buckets } = setUp();
    const source_key = 'raw/db/shop/orders/LOAD00000001.csv';
    buckets.put('lake', `rejected/test/changes/${hour(13)}/a.json`, reject({ source_key }) + reject());
    expect(await run({ ...work, function: 'changes' })).toMatchObject({
      counts: { objects: 1, records: 2, failedAgain: 1, messagesSent: 1 },
      reasons: { no_format: 1, 'names no object of raw/db/': 1 },
    });
    expect([sent, landed]).toMatchObject([[], [{ detail: { object: { key: source_key, 'version-id': 'v0' } } }]]);
  });

  test('can be chosen by reason', async () => {
    const { run, sent, buckets } = setUp();
    buckets.put('lake', `rejected/test/haproxy/${hour(13)}/a.json`, reject());
    expect((await run({ ...work, reason: 'bad_date' })).counts).toMatchObject({ objects: 1, records: 0 });
    expect(sent).toEqual([]);
  });

  test('that name no object of raw/logs are told, and stop nothing', async () => {
    const { run, sent, buckets } = setUp();
    const foreign = reject({ source_key: 'elsewhere/secret' });
    buckets.put('lake', `rejected/test/haproxy/${hour(13)}/a.json`, `${foreign}no json\n${reject()}`);
    expect((await run(work)).counts).toMatchObject({ records: 3, failedAgain: 2, messagesSent: 1 });
    expect(sent).toHaveLength(1);
  });
});
