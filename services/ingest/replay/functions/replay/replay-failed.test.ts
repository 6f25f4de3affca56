import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Work } from '../../core/request.ts';
import { createMemoryBuckets } from '../../test/memory-buckets.ts';
import { event, hour, line, setUp } from './replay-for-tests.ts';

describe("Firehose's failed deliveries", () => {
  const kept = `failed/facts/processing-failed/${hour(13)}/f`;
  const facts: Work = { what: 'failed', stream: 'facts' };

  test('tell in a dry run why they failed', async () => {
    const { run, buckets } = setUp();
    buckets.put('raw', kept, line('1') + line('2', 'Lambda.MissingRecordId') + line('3'));
    const { counts, reasons } = await run(facts, false);
    expect(counts).toMatchObject({ objects: 1, records: 3, objectsWritten: 0 });
    expect(reasons).toEqual({ 'Lambda.FunctionError': 2, 'Lambda.MissingRecordId': 1 });
    expect(buckets.raw.size).toBe(1);
  });

  test('become facts once the code is mended, and only then are done', async () => {
    const { run, buckets, state } = setUp();
    buckets.put('raw', kept, line('1\n') + line('bad') + line('0') + line('2') + line('3'));
    expect((await run(facts)).counts).toMatchObject({ records: 5, failedAgain: 1, objectsWritten: 2 });
    state.mended = true;
    expect((await run(facts, true, { run: 'second' })).counts).toMatchObject({ failedAgain: 0, objectsWritten: 2 });
    const written = [...buckets.raw.keys()].filter((key) => key.startsWith('raw/facts/'));
    expect(written).toEqual([
      expect.stringMatching(`^raw/facts/odd/${hour(13)}/replay-[0-9a-f]{32}-0\\.json\\.gz$`),
      expect.stringMatching(`^raw/facts/even/${hour(13)}/replay-[0-9a-f]{32}-0\\.json\\.gz$`),
    ]);
    expect(buckets.text(written[0] ?? '')).toBe('fact of 1\nfact of bad\nfact of 3\n');
    expect((await run(facts, true, { run: 'third' })).counts).toMatchObject({ doneBefore: 1, records: 0 });
  });

  test('arrive once each when every step is interrupted, of objects larger than a step', async () => {
    const buckets = createMemoryBuckets();
    const long = 'x'.repeat(3_000_000);
    buckets.put(
      'raw',
      kept,
      Array.from({ length: 7 }, (_, index) => line(`${index + 1}${' '.repeat(long.length)}`)).join(''),
    );
    const { run } = setUp({ buckets, unitsPerStep: 1 });
    const { steps, counts } = await run(facts);
    expect(counts).toMatchObject({ objects: 1, records: 7, failedAgain: 0 });
    expect(steps).toBeGreaterThan(3);
    const written = [...buckets.raw.keys()].filter((key) => key.startsWith('raw/facts/'));
    const all = written.flatMap((key) => buckets.text(key).trim().split('\n'));
    expect(all.toSorted()).toEqual([1, 2, 3, 4, 5, 6, 7].map((index) => `fact of ${index}`));
    expect((await run(facts, true, { run: 'again' })).counts.doneBefore).toBe(1);
  });

  test('of events go to the folder of their type, letter by letter; what is no event stays', async () => {
    const { run, buckets } = setUp();
    const many = `${event('a', '1')}\n${event('b', '2')}\n`;
    buckets.put('raw', `failed/events/x/${hour(13)}/f`, line(many) + line(event('a', '3')) + line('no event'));
    const { counts } = await run({ what: 'failed', stream: 'events' });
    expect(counts).toMatchObject({ records: 3, failedAgain: 1, objectsWritten: 2 });
    const [key = ''] = [...buckets.raw.keys()].filter((each) => each.startsWith(`raw/events/a/${hour(13)}/`));
    expect(buckets.text(key)).toBe(`${event('a', '1')}\n${event('a', '3')}\n`);
  });

  test('of logs land untouched, and never as a second version', async () => {
    const { run, buckets } = setUp();
    buckets.put('raw', `failed/logs/haproxy/x/${hour(13)}/f`, line('one') + line('two'));
    const work: Work = { what: 'failed', stream: 'logs' };
    await run(work);
    const [key = ''] = [...buckets.raw.keys()].filter((each) =>
      each.startsWith(`raw/logs/haproxy/${hour(13)}/replay-`),
    );
    expect(buckets.text(key)).toBe('onetwo');
    // The mark is lost, as when the function died before it was set
    for (const each of buckets.raw.keys()) if (each.startsWith('replay/')) buckets.raw.delete(each);
    expect((await run(work)).counts.objectsWritten).toBe(0);
    expect(buckets.raw.get(key)).toHaveLength(1);
  });

  test('of a damaged object arrive as far as it can be read, and it is not done', async () => {
    const { run, buckets } = setUp();
    const packed = gzipSync(Array.from({ length: 20_000 }, (_, index) => line(String(index + 1))).join(''));
    packed.fill(0xff, packed.length - 2000, packed.length - 1000);
    buckets.put('raw', kept, packed);
    buckets.put('raw', `${kept}2`, line('1'));
    const { counts, reasons } = await run(facts);
    expect(reasons['damaged gzip']).toBe(1);
    expect(counts).toMatchObject({ objects: 2, failedAgain: expect.any(Number) });
    expect(counts.records).toBeGreaterThan(1000);
    expect((await run(facts, true, { run: 's' })).counts).toMatchObject({ objects: 2, doneBefore: 1 });
  });

  test('outside the hours asked for are left out', async () => {
    const { run, buckets } = setUp();
    buckets.put('raw', kept, line('1'));
    expect((await run({ ...facts, from: '2026-11-20T14' })).counts.objects).toBe(0);
    expect((await run({ ...facts, to: '2026-11-20T14' }, true, { run: 's' })).counts.objects).toBe(1);
  });
});
