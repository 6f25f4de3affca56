import type { LakeEvent } from '@tributary/shared/events.ts';
import { expect, test } from 'vitest';
import type { CrawledPartition, CrawledTable } from '../../core/crawled-updates.ts';
import { createTellCrawled } from './tell-crawled.ts';

/** As Glue writes it: https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-glue.html */
const event = {
  version: '0',
  source: 'aws.glue',
  'detail-type': 'Glue Crawler State Change',
  time: '2026-11-20T01:02:00Z',
  detail: {
    crawlerName: 'nightly',
    state: 'Succeeded',
    message: 'Crawler Succeeded',
    tablesCreated: '1',
    completionDate: '2026-11-20T01:02:00Z',
    'runningTime (sec)': '90',
  },
};
const before = Date.parse('2026-11-19T23:00:00Z');
const during = Date.parse('2026-11-20T01:01:00Z');

type Known = CrawledTable & { readonly partitions?: readonly CrawledPartition[] };

const table = (name: string, more: Partial<Known> = {}): Known => ({
  ...{ database: 'lake', table: name, createdMs: before, updatedMs: before, partitionKeys: [] },
  ...more,
});

async function told(tables: readonly Known[], body: unknown = event): Promise<readonly LakeEvent[]> {
  const events: LakeEvent[] = [];
  const tellCrawled = createTellCrawled({
    databases: ['raw', 'lake'],
    tablesOf: async (database, crawler) =>
      crawler === 'nightly' ? tables.filter((each) => each.database === database) : [],
    partitionsOf: async (_database, name) => tables.find((each) => each.table === name)?.partitions ?? [],
    sendEvents: async (sent) => {
      events.push(...sent);
    },
    log: { info: () => undefined },
  });
  await tellCrawled({ body });
  return events;
}

test('a table that the crawl made or changed is told, and no other', async () => {
  const events = await told([
    table('made', { createdMs: during, updatedMs: during }),
    table('changed', { updatedMs: during, database: 'raw' }),
    table('old'),
  ]);
  expect(events.map(({ detail }) => detail)).toEqual([
    { version: '1', database: 'raw', table: 'changed', cause: 'rows' },
    { version: '1', database: 'lake', table: 'made', cause: 'created' },
  ]);
});

test('new partitions are told by their folders, though the table itself has not changed', async () => {
  const partitions = [
    { values: ['2026', 'a/b'], createdMs: during },
    { values: ['2025', 'c'], createdMs: before },
  ];
  const events = await told([table('t', { partitionKeys: ['year', 'kind'], partitions })]);
  expect(events.map(({ detail }) => detail)).toEqual([
    { version: '1', database: 'lake', table: 't', cause: 'partitions', partitions: ['year=2026/kind=a%2Fb'] },
  ]);
});

test('very many partitions are told in several events, each small enough', async () => {
  const partitions = Array.from({ length: 1_201 }, (_, at) => ({ values: [String(at)], createdMs: during }));
  const events = await told([table('t', { createdMs: during, partitionKeys: ['n'], partitions })]);
  const paths = events.flatMap(({ detail }) => ('partitions' in detail ? (detail.partitions ?? []) : []));
  expect(new Set(paths).size).toBe(1_201);
  expect(events.length).toBe(3);
});

test('a crawl that does not say how long it took is told of a day', async () => {
  const { 'runningTime (sec)': _, ...detail } = event.detail;
  expect(await told([table('t', { updatedMs: before })], { ...event, detail })).toHaveLength(1);
});

test('what is no such event is tried again, and ends among the dead letters', async () => {
  await expect(told([], { ...event, detail: { crawlerName: 'nightly', state: 'Failed' } })).rejects.toThrow('state');
});
