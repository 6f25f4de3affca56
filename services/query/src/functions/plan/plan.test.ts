import { readFileSync } from 'node:fs';
import { createMemoryStore } from '@tributary/shared/jobs/testing/memory-store.ts';
import { describe, expect, test } from 'vitest';
import { readDataset } from '../../core/read-dataset.ts';
import { createPlan } from './plan.ts';

const file = 'integration_usage.sql';
const usage = readDataset(file, readFileSync(new URL(`../../../datasets/${file}`, import.meta.url), 'utf8'));
const stats = { ...usage, table: 'stats', after: [{ database: 'raw' as const, table: 'event_stats' }] };
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
    datasets: [usage, stats],
    databases: { lake: 'lake_db', raw: 'raw_db' },
    store,
    jobs: { advance: call('advance'), goOn: call('goOn'), retry: call('retry') },
    now: () => 0,
  });
  const waiting = async (name: string) =>
    (await store.waiting(name, 0, 100)).map(({ id, version }) => ({ id, version }));
  return { plan, called, waiting };
}

describe('plan', () => {
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
    expect(called).toEqual(Array.from({ length: 3 }, () => 'advance integration_usage'));
    expect(await waiting('stats')).toEqual([]);
  });

  test('tells the databases apart, and takes a table without days as a whole', async () => {
    const { plan, waiting } = setUp();
    await plan(updated('e1', { database: 'lake_db', table: 'event_stats' }));
    expect(await waiting('stats')).toEqual([]);
    await plan(updated('e2', { database: 'raw_db', table: 'event_stats' }));
    expect((await waiting('stats')).map(({ id }) => id)).toEqual(['all']);
  });

  test('does what it is told', async () => {
    const { plan, called, waiting } = setUp();
    await plan({ id: '1', body: { advance: 'integration_usage' } });
    await plan({ id: '2', body: { retry: 'integration_usage' } });
    await plan({ id: '3', body: { run: 'integration_usage', days: ['2026-11-20'] } });
    expect(called).toEqual(['goOn integration_usage', 'retry integration_usage', 'advance integration_usage']);
    expect((await waiting('integration_usage')).map(({ id }) => id)).toEqual(['2026-11-20']);
    await expect(plan({ id: '4', body: { run: 'integration_usage', days: ['yesterday'] } })).rejects.toThrow();
  });
});
