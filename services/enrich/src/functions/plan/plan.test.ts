import { createMemoryStore } from '@tributary/shared/jobs/testing/memory-store.ts';
import { describe, expect, test } from 'vitest';
import { readEnrichment } from '../../core/read-enrichment.ts';
import { createPlan } from './plan.ts';

const enrichment = readEnrichment(
  'rich.sql',
  `/*
table: rich
description: for this test
source: requests
key: id
time: at
origin: o
partitioned_by: day(at)
columns: { id: string, at: timestamp, o: string }
*/
SELECT * FROM {{source}} WHERE {{batch}}`,
);
const folder = 'lake/requests/year=2026/month=11/day=20/';
const message = (id: string, body: unknown) => ({ id, body, receiveCount: 1 });
const created = (key: string) => ({
  id: 'e',
  source: 'aws.s3',
  'detail-type': 'Object Created',
  detail: { bucket: { name: 'bucket' }, object: { key, size: 5, etag: 'x' } },
});

function setUp(files: Readonly<Record<string, unknown>> = {}) {
  const store = createMemoryStore();
  const called: string[] = [];
  const call = (what: string) => async (name: string) => {
    called.push(`${what} ${name}`);
  };
  const plan = createPlan({
    enrichments: [enrichment],
    readJson: async (_, key) => files[key],
    store,
    jobs: { advance: call('advance'), goOn: call('goOn'), retry: call('retry') },
    now: () => 0,
    log: { error: () => undefined },
  });
  const ids = async () => (await store.waiting('rich', 0, 100)).map(({ id }) => id);
  return { plan, called, ids };
}

describe('plan', () => {
  test('notes objects, advances each table once, and gives back what it cannot use', async () => {
    const { plan, called, ids } = setUp();
    const unfinished = await plan([
      message('1', created(`${folder}hour=13/a.parquet`)),
      message('2', created(`${folder}hour=14/b.parquet`)),
      message('3', created('lake/requests/no-hour.parquet')),
      message('4', { what: 'else' }),
    ]);
    expect([...unfinished]).toEqual(['3', '4']);
    expect(await ids()).toEqual([`s3://bucket/${folder}hour=13/a.parquet`, `s3://bucket/${folder}hour=14/b.parquet`]);
    expect(called).toEqual(['advance rich']);
  });

  test('notes the hours of a correction; of one that is gone nothing', async () => {
    const correction = {
      version: '1',
      database: 'lake',
      table: 'requests',
      sourceKey: 'raw/logs/x',
      removed: [`${folder}hour=13/a.parquet`],
      written: [`${folder}hour=08/a.parquet`],
    };
    const { plan, ids } = setUp({ 'corrections/requests/c.json': correction });
    const unfinished = await plan([
      message('1', created('corrections/requests/c.json')),
      message('2', created('corrections/requests/gone.json')),
    ]);
    expect(unfinished.size).toBe(0);
    expect(await ids()).toEqual(['hour:2026-11-20T08', 'hour:2026-11-20T13']);
  });

  test('does what it is told', async () => {
    const { plan, called, ids } = setUp();
    await plan([
      message('1', { advance: 'rich' }),
      message('2', { retry: 'rich' }),
      message('3', { run: 'rich', days: ['2026-11-20'] }),
    ]);
    expect(called).toEqual(['goOn rich', 'retry rich', 'advance rich']);
    expect(await ids()).toHaveLength(24);
    await plan([message('4', { run: 'rich', days: ['2026-11-21T13'] })]);
    expect(await ids()).toHaveLength(25);
    expect(await ids()).toContain('hour:2026-11-21T13');
  });
});
