import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Work } from '../../core/request.ts';
import { createMemoryBuckets } from '../../test/memory-buckets.ts';
import { type Setup, setUp } from './replay-for-tests.ts';

const folder = 'raw/db/shop/orders/';
const load = `${folder}LOAD00000001.csv`;
const changed = `${folder}20261120-130000001.csv`;

const at = (hour: number) => Date.UTC(2026, 10, 20, hour, 30);

/** Two loads of a table, changes of which a file was written twice, and what is none of the table's. */
function withChanges(setup: Setup = {}) {
  const made = setUp(setup);
  const put = (hour: number, key: string, body: string, storageClass?: string) => {
    made.buckets.clock.now = at(hour);
    made.buckets.put('raw', key, body, storageClass);
  };
  put(10, load, 'first');
  put(13, changed, 'x');
  put(14, changed, 'xy');
  put(15, load, 'second');
  put(15, `${folder}2026/11/20/20261120-150000001.csv`, 'dated');
  put(16, `${folder}20261120-160000001.csv`, 'gone');
  made.buckets.remove(`${folder}20261120-160000001.csv`);
  put(17, load, 'third');
  made.buckets.remove(load);
  put(17, `${folder}LOAD00000002.csv`, 'old', 'GLACIER');
  put(17, 'raw/db/shop/customers/LOAD00000001.csv', 'other');
  return made;
}

const table: Work = { what: 'raw-db', key: folder };

const told = (messages: readonly unknown[]) =>
  messages
    .map((message) => JSON.parse(JSON.stringify(message)).detail.object)
    .map((object) => `${object.key.slice(object.key.lastIndexOf('/') + 1)} ${object['version-id']}`)
    .toSorted();

const all = [
  '20261120-130000001.csv v1',
  '20261120-150000001.csv v0',
  '20261120-160000001.csv v0',
  'LOAD00000001.csv v0',
  'LOAD00000001.csv v1',
  'LOAD00000001.csv v2',
];

describe('files of databases', () => {
  test('are landed again: of loads all versions, of changes the newest, also where it was deleted since', async () => {
    const { run, landed, sent } = withChanges();
    expect((await run(table)).counts).toMatchObject({ objects: 7, archived: 1, messagesSent: 6 });
    expect(told(landed)).toEqual(all);
    expect(sent).toEqual([]);
  });

  test('are counted in a dry run, and nothing is sent', async () => {
    const { run, landed } = withChanges();
    expect((await run(table, false)).counts).toMatchObject({ objects: 7, archived: 1, messagesSent: 6 });
    expect(landed).toEqual([]);
  });

  test('can be one file, and those that came in some hours, from one included to one excluded', async () => {
    const { run, landed } = withChanges();
    await run({ ...table, from: '2026-11-20T14', to: '2026-11-20T16' });
    expect(told(landed.splice(0))).toEqual([
      '20261120-130000001.csv v1',
      '20261120-150000001.csv v0',
      'LOAD00000001.csv v1',
    ]);
    await run({ ...table, from: '2026-11-20T13', to: '2026-11-20T14' }, true, { run: 's' });
    expect(told(landed.splice(0))).toEqual([]);
    await run({ what: 'raw-db', key: changed }, true, { run: 't' });
    expect(told(landed)).toEqual(['20261120-130000001.csv v1']);
  });

  test('come once each, however small the steps and the pages of the listing are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 9 }), async (unitsPerStep, page) => {
        const { run, landed, buckets } = withChanges({ unitsPerStep, buckets: createMemoryBuckets(page) });
        for (let number = 10; number < 40; number += 1)
          for (const body of ['a', 'b', 'c']) buckets.put('raw', `${folder}2027/${number}.csv`, body);
        expect((await run(table)).counts.messagesSent).toBe(36);
        const newest = Array.from({ length: 30 }, (_, index) => `${index + 10}.csv v2`);
        expect(told(landed)).toEqual([...all, ...newest].toSorted());
      }),
    );
  });

  test('let a step end where none of many is wanted', async () => {
    const { run, buckets } = setUp({ unitsPerStep: 1 });
    for (let number = 0; number < 2500; number += 1) buckets.put('raw', `${folder}${number}.csv`, 'x');
    expect(await run({ ...table, from: '2026-11-20T14' })).toMatchObject({ counts: { objects: 0 }, steps: 2 });
  });
});
