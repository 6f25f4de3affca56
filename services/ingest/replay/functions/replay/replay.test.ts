import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemoryBuckets } from '../../test/memory-buckets.ts';
import { ReplayRequestError } from './replay.ts';
import { hour, logs, range, type Setup, setUp } from './replay-for-tests.ts';

describe('hours of raw/logs', () => {
  function withLogs(setup: Setup = {}) {
    const made = setUp(setup);
    for (let at = 0; at < 25; at += 1)
      made.buckets.put('raw', `raw/logs/haproxy/${hour(12 + (at % 4))}/o${at}`, 'lines');
    made.buckets.put('raw', 'raw/logs/haproxy/2026/11/20/14/plain', 'lines');
    made.buckets.put('raw', `raw/logs/other/${hour(13)}/o`, 'lines');
    made.buckets.put('raw', `raw/logs/haproxy/${hour(13)}/o1`, 'its second version');
    made.buckets.put('raw', `raw/logs/haproxy/${hour(13)}/empty`, '');
    made.buckets.put('raw', `raw/logs/haproxy/${hour(13)}/old`, 'lines', 'GLACIER');
    return made;
  }

  test('are counted in a dry run, and nothing is done', async () => {
    const { run, sent, buckets } = withLogs();
    const before = buckets.raw.size;
    const { counts } = await run(logs, false);
    // 13 and 14 o'clock: six each, one in the other layout, one empty, one archived; an older version counts no more
    expect(counts).toMatchObject({ objects: 15, archived: 1, messagesSent: 13 });
    expect([sent.length, buckets.raw.size]).toEqual([0, before]);
  });

  test('are sent to parse-logs, the newest version of each key, as S3 told of it', async () => {
    const { run, sent } = withLogs();
    await run(logs);
    expect(sent).toHaveLength(13);
    expect(sent).toContainEqual(
      expect.objectContaining({
        source: 'aws.s3',
        'detail-type': 'Object Created',
        detail: expect.objectContaining({
          bucket: { name: 'raw' },
          object: { key: `raw/logs/haproxy/${hour(13)}/o1`, size: 18, 'version-id': 'v1' },
        }),
      }),
    );
    expect(new Set(sent.map((message) => JSON.stringify(message))).size).toBe(13);
  });

  test('come once each, however small the steps and the pages of the listing are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 30 }),
        async (unitsPerStep, pageSize) => {
          const { run, sent } = withLogs({ unitsPerStep, buckets: createMemoryBuckets(pageSize) });
          expect((await run(logs)).counts.messagesSent).toBe(13);
          expect(new Set(sent.map((message) => JSON.stringify(message))).size).toBe(13);
          expect(sent).toHaveLength(13);
        },
      ),
    );
  });

  test('of one object are sent by its key', async () => {
    const { run } = withLogs();
    const key = `raw/logs/other/${hour(13)}/o`;
    expect((await run({ what: 'raw-logs-key', key })).counts).toMatchObject({ objects: 1, messagesSent: 1 });
  });
});

describe('a run', () => {
  test('that was interrupted goes on from the last step, and tells of all', async () => {
    const buckets = createMemoryBuckets();
    for (let at = 10; at < 60; at += 1) buckets.put('raw', `raw/logs/haproxy/${hour(13)}/o${at}`, 'lines');
    const { step, sent } = setUp({ buckets, unitsPerStep: 1 });
    await step(logs, true);
    await step(logs, true);
    expect(sent).toHaveLength(20);
    const { steps, counts } = await setUp({ buckets, unitsPerStep: 1 }).run(logs);
    expect(counts.messagesSent).toBe(50);
    expect(steps).toBe(3);
  });

  test('that is done is not done again unless it is asked for', async () => {
    const { step, run, buckets, sent } = setUp();
    buckets.put('raw', `raw/logs/haproxy/${hour(13)}/o`, 'lines');
    await run(logs);
    expect(await step(logs, true)).toMatchObject({ doneAt: expect.any(String), counts: { messagesSent: 1 } });
    expect(sent).toHaveLength(1);
    await run(logs, true, { again: true });
    expect(sent).toHaveLength(2);
  });

  test('keeps its name for its work', async () => {
    const { step } = setUp();
    await step(logs, true);
    await expect(step({ ...logs, source: 'other' }, true)).rejects.toThrow(ReplayRequestError);
    await expect(step({ ...logs, source: 'other' }, false)).resolves.toMatchObject({ resumed: false });
  });

  test('of an empty range is refused', async () => {
    await expect(setUp().step({ ...logs, to: range.from }, true)).rejects.toThrow('the range is empty');
  });
});
