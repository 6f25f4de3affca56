import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openJournal } from '../../../kernel/journal.ts';
import type { BusEvent } from '../../events/event.ts';
import { testCloud } from '../test-cloud.ts';
import { createCrawlers } from './crawlers.ts';
import type { StoredCrawler } from './stored-crawler.ts';

const crawler = (name: string, schedule: string | undefined): StoredCrawler => ({
  ...{
    name,
    schedule,
    roleArn: 'arn:aws:iam::000000000000:role/r',
    description: undefined,
    database: 'none',
    prefix: '',
  },
  ...{ paths: ['s3://b/x/'], recrawl: 'CRAWL_NEW_FOLDERS_ONLY', configuration: undefined, tableLevel: undefined },
  ...{ createdMs: 0, updatedMs: 0, version: 1, lastCrawl: undefined },
});

test('a crawler with a schedule starts when it is due, and again; one without does not', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'schedule-'));
  const events: BusEvent[] = [];
  let now = Date.parse('2026-11-20T00:59:30Z');
  let due: { readonly at: number; readonly task: () => void } | undefined;
  const clock = {
    now: () => now,
    after: (ms: number, task: () => void) => {
      due = { at: now + ms, task };
      return () => {
        due = undefined;
      };
    },
    wait: async () => {},
    stop: () => undefined,
  };
  const store = openJournal<StoredCrawler>(join(folder, 'crawlers.jsonl'));
  store.put('nightly', crawler('nightly', 'cron(0 1 * * ? *)'));
  store.put('by-hand', crawler('by-hand', undefined));
  const objects = { locate: () => undefined, list: () => [] };
  const emit = (event: BusEvent) => events.push(event);
  const crawlers = createCrawlers(store, { cloud: { ...testCloud(folder), clock }, objects, emit });
  crawlers.reschedule();
  for (let hour = 0; hour < 25; hour += 1) {
    now = due?.at ?? now;
    due?.task();
    while (crawlers.stateOf('nightly').state !== 'READY') await new Promise(setImmediate);
  }
  const started = events
    .filter(({ detail }) => detail.state === 'Started')
    .map(({ detail, time }) => [detail.crawlerName, time]);
  expect(started).toEqual([
    ['nightly', '2026-11-20T01:00:00Z'],
    ['nightly', '2026-11-21T01:00:00Z'],
  ]);
  await crawlers.close();
  rmSync(folder, { recursive: true });
});
