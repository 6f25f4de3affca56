import { readFileSync } from 'node:fs';
import { createMemoryStore } from '@tributary/shared/jobs/testing/memory-store.ts';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../../core/read-dataset.ts';
import { createPlan } from './plan.ts';

const file = 'integration_usage.sql';
const usage = readDataset(file, readFileSync(new URL(`../../../datasets/${file}`, import.meta.url), 'utf8'));
const stats = { ...usage, table: 'stats', after: [{ database: 'raw' as const, table: 'event_stats' }] };
const top = { ...usage, table: 'top', after: [{ database: 'lake' as const, table: 'integration_usage' }] };
const daily = { ...usage, table: 'daily', schedule: 'cron(0 5 * * ? *)' };
const ranks = { ...daily, table: 'ranks', materialized: 'table' as const };
const updated = (id: string, detail: Readonly<Record<string, unknown>>) => ({
  id: `m ${id}`,
  body: {
    id,
    source: 'tributary.enrich',
    'detail-type': 'Table Updated',
    detail: { version: '1', database: 'lake_db', table: 'integration_requests', cause: 'rows', ...detail },
  },
});

function setUp() {
  const store = createMemoryStore();
  const called: string[] = [];
  const call = (what: string) => async (name: string) => {
    called.push(`${what} ${name}`);
  };
  const plan = createPlan({
    datasets: [usage, stats, top, daily, ranks],
    databases: { lake: 'lake_db', raw: 'raw_db' },
    store,
    takeOrder: (body) =>
      body === 'compact'
        ? { dataset: 'compaction', units: [{ id: 'placed/2026-11-20', lane: 'compact', stamp: 's', dueAt: 7 }] }
        : undefined,
    jobs: { advance: call('advance'), goOn: call('goOn'), retry: call('retry') },
    now: () => 7,
  });
  const whole = (name: string) => store.waiting(name, 0, 100);
  const waiting = async (name: string) =>
    (await store.waiting(name, 0, 100)).map(({ id, version }) => ({ id, version }));
  return { plan, called, waiting, whole, store };
}

describe('plan', () => {
  test('takes orders of what is no dataset', async () => {
    const { plan, called, waiting } = setUp();
    await plan({ id: 'm', body: 'compact' });
    expect((await waiting('compaction')).map(({ id }) => id)).toEqual(['placed/2026-11-20']);
    expect(called).toEqual(['advance compaction']);
  });

  test('notes the days of an update at the datasets that read the table, each change once', async () => {
    const { plan, called, waiting } = setUp();
    await plan(updated('e1', { partitions: ['2026-11-20', '2026-11-21'] }));
    const before = await waiting('integration_usage');
    expect(before.map(({ id }) => id)).toEqual(['2026-11-20', '2026-11-21']);
    await plan(updated('e1', { partitions: ['2026-11-20', '2026-11-21'] }));
    expect(await waiting('integration_usage')).toEqual(before);
    await plan(updated('e2', { partitions: ['2026-11-20'] }));
    const after = await waiting('integration_usage');
    expect(after[0]?.version).not.toBe(before[0]?.version);
    expect(after[1]).toEqual(before[1]);
    expect(called.filter((what) => what.includes('usage'))).toEqual(Array(3).fill('advance integration_usage'));
    expect(await waiting('stats')).toEqual([]);
  });

  test('tells the databases apart, and takes a table without days as a whole', async () => {
    const { plan, waiting } = setUp();
    await plan(updated('e1', { database: 'lake_db', table: 'event_stats' }));
    expect(await waiting('stats')).toEqual([]);
    await plan(updated('e2', { database: 'raw_db', table: 'event_stats' }));
    expect((await waiting('stats')).map(({ id }) => id)).toEqual(['all']);
  });

  test('says how old the work is, and which change it comes of', async () => {
    const { plan, store } = setUp();
    await plan(updated('e1', { partitions: ['year=2026/month=11/day=20/hour=13'] }));
    expect(await store.units('integration_usage')).toMatchObject([
      { id: '2026-11-20', since: 7, why: ['Table Updated of lake.integration_requests'], dueAt: 7 },
    ]);
  });

  test('notes a change first where others read, and everywhere before it starts anything', async () => {
    const both = { ...top, table: 'both', after: [...usage.after, ...top.after] };
    const did: string[] = [];
    const plan = createPlan({
      datasets: [both, usage],
      databases: { lake: 'lake_db', raw: 'raw_db' },
      store: { ...createMemoryStore(), addUnits: async (name) => void did.push(`note ${name}`) },
      jobs: { advance: async (name) => void did.push(`advance ${name}`), goOn: async () => {}, retry: async () => {} },
      now: () => 7,
    });
    await plan(updated('e1', { partitions: ['2026-11-20'] }));
    expect(did).toEqual(['note integration_usage', 'note both', 'advance integration_usage', 'advance both']);
  });

  test('leaves it to a dataset to tell the datasets that read it', async () => {
    const { plan, called, waiting } = setUp();
    await plan(updated('e1', { table: 'integration_usage', partitions: ['2026-11-20'] }));
    expect(await waiting('top')).toEqual([]);
    expect(called).toEqual([]);
  });

  test('gathers what changes for datasets with a schedule, and has it done when that comes', async () => {
    const { plan, called, store } = setUp();
    await plan(updated('e1', { partitions: ['2026-11-20'] }));
    await plan(updated('e2', { partitions: ['2026-11-20', '2026-11-21'] }));
    expect((await store.units('daily')).map(({ lane, since }) => [lane, since])).toEqual([
      ['gathered', undefined],
      ['gathered', undefined],
    ]);
    called.length = 0;
    await plan({ id: 'm', body: { 'run-scheduled': ['daily', 'ranks'] } });
    expect(called).toEqual(['advance daily', 'advance ranks']);
    expect(await store.units('daily')).toMatchObject([
      { id: '2026-11-20', lane: 'write', since: 7, why: expect.arrayContaining(['schedule cron(0 5 * * ? *)']) },
      { id: '2026-11-21', lane: 'write' },
    ]);
    expect(await store.units('ranks')).toMatchObject([{ id: 'all', lane: 'write' }]);
  });

  test('has nothing to do at a schedule where nothing has gathered, but for tables that are computed as a whole', async () => {
    const { plan, store } = setUp();
    await plan({ id: 'm', body: { 'run-scheduled': ['daily', 'ranks', 'top'] } });
    expect(await store.units('daily')).toEqual([]);
    expect(await store.units('top')).toEqual([]);
    const [first] = await store.units('ranks');
    await plan({ id: 'n', body: { 'run-scheduled': ['ranks'] } });
    expect(await store.units('ranks'), 'a rule that fires twice').toEqual([first]);
  });

  test('does what it is told', async () => {
    const { plan, called, waiting } = setUp();
    await plan({ id: '1', body: { advance: 'integration_usage' } });
    await plan({ id: '2', body: { retry: 'integration_usage' } });
    await plan({ id: '3', body: { run: 'integration_usage', days: ['2026-11-20'] } });
    expect(called).toEqual(['goOn integration_usage', 'retry integration_usage', 'advance integration_usage']);
    expect((await waiting('integration_usage')).map(({ id }) => id)).toEqual(['2026-11-20']);
    await plan({ id: '5', body: { run: 'integration_usage', days: ['2026-11', '2026-11-20T13'] } });
    expect((await waiting('integration_usage')).map(({ id }) => id)).toEqual([
      '2026-11',
      '2026-11-20',
      '2026-11-20T13',
    ]);
    await expect(plan({ id: '4', body: { run: 'integration_usage', days: ['yesterday'] } })).rejects.toThrow();
  });

  test('notes why: the table that changed, or that somebody said so', async () => {
    const { plan, whole } = setUp();
    await plan(updated('e1', { partitions: ['2026-11-20'] }));
    await plan({ id: '3', body: { run: 'integration_usage', days: ['2026-11-20', '2026-11-21'] } });
    expect((await whole('integration_usage')).map(({ why }) => why)).toEqual([
      ['Table Updated of lake.integration_requests', 'by hand'],
      ['by hand'],
    ]);
  });

  test('does a backfill behind all else, once, and leaves what waits already as it is', async () => {
    const { plan, whole, store } = setUp();
    await plan(updated('e1', { partitions: ['2026-11-20'] }));
    const of = { from: '2026-11-19', to: '2026-11-20', at: 7 };
    const order = { backfill: 'integration_usage', partitions: ['2026-11-19', '2026-11-20'], of };
    await plan({ id: '4', body: order });
    const before = await whole('integration_usage');
    expect(before.map(({ id, lane }) => [id, lane])).toEqual([
      ['2026-11-19', 'backfill'],
      ['2026-11-20', 'write'],
    ]);
    await plan({ id: '5', body: order });
    expect(await whole('integration_usage')).toEqual(before);
    expect(await store.backfills('integration_usage')).toEqual([of]);
  });
});
