import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { request, type Work } from '../../core/request.ts';
import { add, nothing } from '../../core/summary.ts';
import { createMemoryBuckets, type MemoryBuckets } from '../../test/memory-buckets.ts';
import { createDeliverEvents, createDeliverLogs } from './deliver.ts';
import { createFactsOfRecords, type TransformFacts } from './facts-of-records.ts';
import { createLedger } from './ledger.ts';
import { createReplay, ReplayRequestError } from './replay.ts';
import { createUnitsOf } from './units-of.ts';

/** Facts of lines that are numbers: of entity `even` or `odd`; nothing of 0, and `bad` lines fail until they are mended. */
function createTransform(isMended: () => boolean): TransformFacts {
  return async ({ records }) => {
    const result = {
      records: records.map(({ recordId, data }) => {
        const line = Buffer.from(data, 'base64').toString('utf8').trim();
        if (line === '0') return { recordId, result: 'Dropped' as const };
        if (line === 'bad' && !isMended()) return { recordId, result: 'ProcessingFailed' as const };
        const entity = Number(line) % 2 === 0 ? 'even' : 'odd';
        const fact = Buffer.from(`fact of ${line}\n`).toString('base64');
        return { recordId, result: 'Ok' as const, data: fact, metadata: { partitionKeys: { entity } } };
      }),
    };
    return { result, counts: { facts: 0, undeclared: 0, failed: 0, overflows: 0, overflowBytes: 0 } };
  };
}

type Setup = {
  readonly buckets?: MemoryBuckets;
  /** Units that a step has time for. */
  readonly unitsPerStep?: number;
};

function setUp({ buckets = createMemoryBuckets(), unitsPerStep = 1000 }: Setup = {}) {
  const sent: unknown[] = [];
  const state = { mended: false };
  let time = 0;
  const factsOfRecords = createFactsOfRecords({
    transformFacts: createTransform(() => state.mended),
    writeRaw: buckets.writeRaw,
  });
  const replay = createReplay({
    unitsOf: createUnitsOf({
      buckets,
      factsOfRecords,
      declaredTypes: ['order_paid', 'user_seen'],
      sendToParse: async (bodies) => {
        expect(bodies.length).toBeLessThanOrEqual(10);
        sent.push(...bodies);
      },
      rejectedPrefix: 'rejected/test/',
      ports: () => Promise.reject(new Error('no message is routed here')),
      deliver: {
        events: createDeliverEvents(buckets.writeRaw),
        facts: factsOfRecords,
        logs: createDeliverLogs(buckets.writeNewRaw),
      },
    }),
    ledger: createLedger(buckets),
    now: () => {
      time += 1;
      return new Date(Date.UTC(2026, 10, 21) + time);
    },
    // A look at the clock per unit, and one before them.
    stepMs: unitsPerStep - 1,
  });
  const step = (work: Work, go: boolean, more: object = {}) => replay(request.parse({ run: 'r', go, work, ...more }));
  const run = async (work: Work, go = true, more: object = {}) => {
    let summary = nothing;
    let steps = 0;
    let position: object | undefined;
    do {
      const answer = await step(work, go, { ...more, ...position });
      summary = add(summary, answer);
      position = answer.position && { position: answer.position };
      steps += 1;
    } while (position !== undefined);
    return { ...summary, steps };
  };
  return { buckets, sent, state, step, run };
}

const hour = (at: number) => `year=2026/month=11/day=20/hour=${at}`;
const range = { from: '2026-11-20T13', to: '2026-11-20T15' } as const;
const logs: Work = { what: 'raw-logs', source: 'haproxy', ...range };

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

const line = (data: string, errorCode = 'Lambda.FunctionError') =>
  `${JSON.stringify({ rawData: Buffer.from(data).toString('base64'), arrivalTimestamp: 1, errorCode })}\n`;

const event = (type: string, id: string) =>
  JSON.stringify({
    event_id: id,
    event_type: type,
    entity: 'order',
    entity_id: '1',
    occurred_at: '2026-11-20T13:00:00.000Z',
    ingested_at: '2026-11-20T13:00:00.000Z',
    source: 's',
    payload: { Total: 1.0 },
  });

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
