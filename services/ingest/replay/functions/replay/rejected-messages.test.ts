import { expect, test } from 'vitest';
import { streamLimits } from '../../../events/core/kinesis/limits.ts';
import { createIntake } from '../../../events/core/messages/intake.ts';
import type { Message } from '../../../events/core/routes/message.ts';
import { readRoutes } from '../../../events/core/routes/read-routes.ts';
import { createRoute } from '../../../events/core/routes/route.ts';
import type { DeliveryPorts } from '../../../events/delivery/delivery.ts';
import { add, nothing } from '../../core/summary.ts';
import { createMemoryBuckets } from '../../test/memory-buckets.ts';
import { doneKey } from './done.ts';
import type { Rejected } from './rejected.ts';
import { rejectedMessagesUnits } from './rejected-messages.ts';

const routesOf = (idPath: string) => `
unmatched: drop
routes:
  - name: orders
    match: { routing_key: order.# }
    event_type: order_paid
    entity: order
    entity_id: { path: ${idPath} }
    occurred_at: [ingested_at]
`;

const message = (id: string, routingKey = 'order.paid'): Message => ({
  exchange: 'shop',
  routingKey,
  queue: 'lake',
  vhost: '/',
  headers: {},
  properties: {
    messageId: id,
    correlationId: null,
    type: null,
    appId: null,
    userId: null,
    contentEncoding: null,
    timestamp: null,
  },
  body: Buffer.from(JSON.stringify({ number: id })),
});

/** Routes that look for the id in the wrong place reject all; `mend` has them look in the right one. */
function setUp() {
  const buckets = createMemoryBuckets();
  const stored: string[] = [];
  let routes = readRoutes(routesOf('order_id'));
  const take = (of: Message) => intake()(of, 0);
  const intake = () =>
    createIntake({ route: createRoute(routes, () => 'salt'), maxLineBytes: 1_000_000, parkedBucket: 'raw' });
  const ports: DeliveryPorts = {
    take,
    putRecords: async (records) => {
      for (const { data } of records) stored.push(...Buffer.from(data).toString('utf8').trim().split('\n'));
      return records.map(() => ({ errorCode: null }));
    },
    isTransient: () => true,
    park: async () => undefined,
    writeRejects: () => Promise.reject(new Error('written a second time')),
    limits: streamLimits,
    now: () => 0,
    random: () => 0.5,
    sleep: async () => undefined,
  };
  const run = async (work: Partial<Rejected> = {}, go = true) => {
    let summary = nothing;
    const deps = { ...buckets, ports: async () => ports, rejectedPrefix: 'rejected/test/' };
    const units = rejectedMessagesUnits(deps, { function: 'bridge', ...work }, { run: 'r', go });
    for await (const unit of units(undefined)) summary = add(summary, await unit.work());
    return summary;
  };
  const reject = (key: string, ...messages: readonly Message[]) => {
    const rows = messages.flatMap((of) => {
      const taken = take(of);
      return taken.kind === 'rejected' ? [`${JSON.stringify(taken.row)}\n`] : [];
    });
    buckets.put('lake', `rejected/test/bridge/year=2026/month=11/day=20/hour=13/${key}.json`, rows.join(''));
  };
  const mend = () => {
    routes = readRoutes(routesOf('number'));
  };
  const linesOf = (name: string) =>
    [...buckets.lake].flatMap(([key, [stored]]) =>
      key.endsWith(`/${name}.json`) ? `${stored?.body}`.trimEnd().split('\n') : [],
    );
  return { buckets, stored, run, reject, mend, linesOf };
}

test('rejected messages go through the mended routes to the stream, each once', async () => {
  const { run, reject, mend, stored, buckets } = setUp();
  reject('a', message('1'), message('2'));
  reject('b', message('3'));
  expect((await run()).counts).toMatchObject({ objects: 2, records: 3, failedAgain: 3, eventsSent: 0 });
  mend();
  const dry = await run({}, false);
  expect(dry.counts).toMatchObject({ eventsSent: 3, failedAgain: 0 });
  expect(stored).toEqual([]);
  expect((await run()).counts).toMatchObject({ eventsSent: 3, failedAgain: 0 });
  expect(stored.map((line) => JSON.parse(line))).toMatchObject([
    { event_id: '1', entity_id: '1', source: 'rabbitmq/%2F/lake', payload: { number: '1' } },
    { event_id: '2' },
    { event_id: '3' },
  ]);
  expect([...buckets.lake.keys()]).toEqual([]);
  expect((await run()).counts).toMatchObject({ objects: 0, eventsSent: 0 });
});

test('those that have arrived leave the table, the others stay as they are', async () => {
  const { run, reject, mend, buckets, linesOf } = setUp();
  reject('a', message('1'), { ...message('2'), body: Buffer.from('no json') }, message('3'));
  const before = linesOf('a');
  mend();
  await run({}, false);
  expect(linesOf('a')).toEqual(before);
  expect((await run()).counts).toMatchObject({ eventsSent: 2, failedAgain: 1 });
  expect(linesOf('a')).toEqual([before[1]]);
  expect((await run({ reason: 'another' })).counts).toMatchObject({ eventsSent: 0 });
  expect(linesOf('a')).toEqual([before[1]]);
  expect(buckets.lake.size).toBe(1);
});

test('what a former version marked as arrived leaves the table', async () => {
  const { run, reject, buckets } = setUp();
  reject('a', message('1'));
  const [key = ''] = buckets.lake.keys();
  const object = { bucket: 'lake', key, versionId: 'null', size: 1, storageClass: 'STANDARD' };
  buckets.put('raw', doneKey(object), '{}');
  expect((await run()).counts).toMatchObject({ doneBefore: 1, eventsSent: 0 });
  expect(buckets.lake.size).toBe(0);
});

test('those of one reason go alone, and do not make an object done', async () => {
  const { run, reject, mend } = setUp();
  reject('a', message('1'));
  mend();
  expect((await run({ reason: 'another' })).counts).toMatchObject({ records: 0, eventsSent: 0 });
  expect((await run()).counts).toMatchObject({ doneBefore: 0, eventsSent: 1 });
});

test('a line that is no rejected message is told, and stops nothing', async () => {
  const { run, buckets, reject, mend } = setUp();
  reject('a', message('1'));
  mend();
  buckets.put('lake', 'rejected/test/bridge/b.json', 'no json\n');
  const { counts, reasons } = await run();
  expect(counts).toMatchObject({ objects: 2, failedAgain: 1, eventsSent: 1 });
  expect(reasons['no rejected message']).toBe(1);
});
