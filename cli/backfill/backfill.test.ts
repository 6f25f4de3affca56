import type { LogEntry } from '@tributary/shared/jobs/job-store.ts';
import type { Order } from '@tributary/shared/jobs/order.ts';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { answering } from '../doctor/testing/answering.ts';
import { createTarget } from '../jobs/testing/target.ts';
import { StuckError } from '../terminal/look-until.ts';
import { basisOfLog, estimate } from './estimate.ts';
import { followBackfill } from './follow.ts';
import { giveOrders } from './give-orders.ts';
import { type Known, planBackfill } from './plan.ts';
import { basisOfSources } from './source-sizes.ts';
import { planAsJson, tellPlan } from './tell.ts';

const megabyte = 1024 ** 2;
const days = ['2026-11-16', '2026-11-17', '2026-11-18', '2026-11-19', '2026-11-20'];
const version = (partition: string, at: number, digest = 'new') => ({ partition, digest, executionId: 'e', at });
const nothing: Known = {
  look: { running: undefined, due: [], later: [], aside: [] },
  versions: [],
  standing: undefined,
  backfills: [],
};

/** A dataset in the middle of a backfill: one day done, one running, one waiting, one set aside, one never ordered. */
async function half(): Promise<Known> {
  const target = createTarget();
  await target.add(['2026-11-17'], { of: 'write' });
  await target.fail(await target.begin(['2026-11-17']), 'no');
  await target.add(['2026-11-18', '2026-11-19'], { of: 'backfill' });
  await target.begin(['2026-11-18'], { of: 'backfill' });
  const upkeep = {
    id: 'optimize:2026-11-20',
    lane: 'optimize',
    stamp: 's',
    dueAt: target.now(),
    partition: '2026-11-20',
  };
  await target.store.addUnits('usage', [upkeep]);
  const look = await target.desk.look();
  return {
    look,
    versions: [version('2026-11-16', 500), version('2026-11-20', 300, 'old')],
    standing: { target: 'usage', reads: [], digest: 'new' },
    backfills: [{ from: '2026-11-16', to: '2026-11-20', at: 400 }],
  };
}

test('a backfill goes on where it was: what is done, under way and set aside is not ordered again', async () => {
  expect(planBackfill(days, await half(), false)).toEqual({
    partitions: days,
    begunAt: 400,
    done: ['2026-11-16'],
    going: ['2026-11-18', '2026-11-19'],
    aside: ['2026-11-17'],
    left: ['2026-11-20'],
    older: ['2026-11-20'],
  });
});

test('begun anew, or of other days, nothing of it is done', async () => {
  const again = planBackfill(days, await half(), true);
  expect([again.begunAt, again.done, again.left]).toEqual([undefined, [], ['2026-11-16', '2026-11-20']]);
  for (const some of [days.slice(1), days.slice(0, -1)]) {
    const others = planBackfill(some, await half(), false);
    expect([others.begunAt, others.done]).toEqual([undefined, []]);
  }
});

test('orders have 400 partitions at most, and say of which backfill they are', async () => {
  const orders: Order[] = [];
  const left = Array.from({ length: 801 }, (_, at) => new Date(at * 86_400_000).toISOString().slice(0, 10));
  const order = async (each: Order) => {
    orders.push(each);
  };
  const begun = await giveOrders('usage', { partitions: left, left, begunAt: undefined }, { order, now: 9 });
  expect(begun).toBe(9);
  const of = { from: left[0], to: left[800], at: 9 };
  expect(orders.map((each) => ('backfill' in each ? [each.partitions.length, each.of] : each))).toEqual([
    [400, of],
    [400, of],
    [1, of],
  ]);
  await giveOrders('usage', { partitions: left, left: ['1970-01-05'], begunAt: 4 }, { order, now: 9 });
  expect(orders.at(-1)).toEqual({ backfill: 'usage', partitions: ['1970-01-05'], of: { ...of, at: 4 } });
});

const entry = (of: Partial<LogEntry>): LogEntry => ({
  ...{ executionId: 'e', run: 'r', lane: 'write', units: 1, examples: [], why: [], partitions: [], partitionCount: 2 },
  ...{ attempt: 1, state: 'SUCCEEDED', startedAt: 1, scannedBytes: 0 },
  ...of,
});

test('a partition takes what runs of the log scanned for each: all their statements, and no upkeep', () => {
  const log = [
    entry({ run: 'a', executionId: '1', step: 'stage', scannedBytes: 600 }),
    entry({ run: 'a', executionId: '2', step: 'publish', scannedBytes: 200 }),
    entry({ run: 'b', executionId: '3', lane: 'backfill', partitionCount: 6, scannedBytes: 0 }),
    entry({ run: 'c', lane: 'optimize', scannedBytes: 9_000 }),
    entry({ run: 'd', state: 'FAILED', scannedBytes: 9_000 }),
    entry({ run: 'e', partitionCount: 0, scannedBytes: 9_000 }),
  ];
  expect(basisOfLog(log)).toEqual({ of: 'log', bytesEach: 100, runs: 2, statementsEach: 1.5 });
  expect(basisOfLog([])).toBeUndefined();
});

test('statements of a run cost 10 MB at least each, and a run has 90 partitions at most', () => {
  const from = { of: 'log', bytesEach: megabyte, runs: 1, statementsEach: 2 } as const;
  expect(estimate(91, from)).toMatchObject({ runs: 2, statements: 4, bytes: 91 * megabyte });
  expect(estimate(1, from).dollars).toBeCloseTo((20 * megabyte * 5) / 1024 ** 4, 12);
  expect(estimate(90, from).dollars).toBeCloseTo((90 * megabyte * 5) / 1024 ** 4, 12);
});

const named = z.object({ Name: z.string() });
const listed = z.object({ Prefix: z.string() });

function sources(tables: Readonly<Record<string, object>>, bytes: Readonly<Record<string, number>>) {
  const { asked, send } = answering({
    GetTable: (input) => ({ Table: tables[named.parse(input).Name] }),
    ListObjectsV2: (input) => ({ Contents: [{ Size: bytes[listed.parse(input).Prefix] ?? 0 }] }),
  });
  const databases = { lake: 'l', raw: 'r' };
  return {
    prefixes: () => asked.filter(({ name }) => name === 'ListObjectsV2').map(({ input }) => listed.parse(input).Prefix),
    sources: { glue: { send }, s3: { send }, databases, partitionsOf: async () => undefined },
  };
}

const files = {
  Name: 'clicks',
  PartitionKeys: ['year', 'month', 'day', 'hour'].map((Name) => ({ Name })),
  StorageDescriptor: { Location: 's3://lake/lake/clicks/' },
  Parameters: { classification: 'parquet' },
};

test('where the log knows nothing, what lies in the folders of some partitions says how much there is to read', async () => {
  const folder = (day: string) => `lake/clicks/year=2026/month=11/day=${day}/`;
  const { prefixes, sources: of } = sources({ clicks: files }, { [folder('16')]: 100, [folder('20')]: 500 });
  expect(await basisOfSources(['lake.clicks'], ['2026-11-16', '2026-11-20'], of)).toEqual({
    of: 'sources',
    bytesEach: 300,
    partitions: 2,
  });
  const many = Array.from({ length: 50 }, (_, at) => new Date(at * 86_400_000).toISOString().slice(0, 10));
  await basisOfSources(['lake.clicks'], many, of);
  expect(prefixes()).toHaveLength(2 + 5);
  expect(await basisOfSources(['lake.clicks'], ['2026-11'], of)).toMatchObject({ bytesEach: 0 });
  expect(prefixes().at(-1)).toBe('lake/clicks/year=2026/month=11/');
});

test('of a table that is not there, or has no days, nothing can be said', async () => {
  const { sources: of } = sources({ plain: { ...files, Name: 'plain', PartitionKeys: [] } }, {});
  expect(await basisOfSources(['lake.gone'], days, of)).toBeUndefined();
  expect(await basisOfSources(['lake.plain'], days, of)).toBeUndefined();
  expect(await basisOfSources([], days, of)).toBeUndefined();
});

test('it is told what there is to do, and what that takes', async () => {
  const plan = planBackfill(days, await half(), false);
  const from = { of: 'log', bytesEach: 290 * megabyte, runs: 14, statementsEach: 1 } as const;
  expect(tellPlan({ name: 'usage', noun: 'day', plan, estimate: estimate(1, from) })).toEqual([
    'usage: 5 days, 2026-11-16 to 2026-11-20 (5)',
    '  older SQL  1: 2026-11-20',
    '  done       1 since 1970-01-01 00:00:00 UTC, when it was begun: 2026-11-16',
    '  under way  2: 2026-11-18 to 2026-11-19 (2)',
    '  set aside  1: 2026-11-17',
    '  to do      1: 2026-11-20',
    '  takes      1 statement, one run, each while nothing else is due',
    '  scans      about 290 MB, $0.0014 on AWS at $5 per TB: 290 MB a day, as its last 14 runs scanned',
  ]);
  const unknown = tellPlan({ name: 'usage', noun: 'day', plan, estimate: undefined });
  expect(unknown.at(-1)).toContain('nobody knows');
  const fresh = tellPlan({
    name: 'usage',
    noun: 'day',
    plan: planBackfill(['2026-11-16'], nothing, false),
    estimate: undefined,
  });
  expect(fresh.slice(0, 2)).toEqual(['usage: 1 day, 2026-11-16', '  to do      1: 2026-11-16']);
  expect(planAsJson({ name: 'usage', noun: 'day', plan, estimate: estimate(1, from) }, true)).toMatchObject({
    target: 'usage',
    ordered: true,
    begunAt: '1970-01-01T00:00:00.400Z',
    left: ['2026-11-20'],
    estimate: { statements: 1, basis: { of: 'log', runs: 14 } },
  });
});

function following(steps: readonly Known[]) {
  let at = 0;
  let clock = 0;
  const told: string[] = [];
  const last = steps.at(-1) ?? nothing;
  return {
    told,
    read: async () => steps[at++] ?? last,
    tell: ({ done, open }: { readonly done: readonly string[]; readonly open: readonly string[] }) =>
      void told.push(`${done.length}/${open.length}`),
    pause: async (millis: number) => {
      clock += millis;
    },
    now: () => clock,
  };
}

test('it stays until each is made anew or set aside, and takes what it saw waiting and no longer does as done', async () => {
  const waiting = await half();
  const made = { ...waiting, look: { ...waiting.look, running: undefined, due: [] } };
  const steps = following([nothing, waiting, { ...made, versions: [...made.versions, version('2026-11-20', 600)] }]);
  const progress = await followBackfill(days, 400, steps);
  expect(progress).toEqual({
    done: ['2026-11-16', '2026-11-18', '2026-11-19', '2026-11-20'],
    aside: ['2026-11-17'],
    open: [],
  });
  expect(steps.told).toEqual(['0/5', '1/3']);
});

test('an order that nobody takes up is given up, and a signal ends the waiting', async () => {
  await expect(followBackfill(days, 400, following([nothing]))).rejects.toThrow(StuckError);
  const partly = following([await half(), { ...nothing, versions: [version('2026-11-16', 500)] }]);
  await expect(followBackfill(days, 400, partly)).rejects.toThrow(StuckError);
  const stopped = following([await half()]);
  const pause = () => Promise.reject(new Error('stopped'));
  await expect(followBackfill(days, 400, { ...stopped, pause })).rejects.toThrow('stopped');
});
