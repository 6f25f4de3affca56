import { describe, expect, test } from 'vitest';
import { StuckError } from '../terminal/look-until.ts';
import type { FileReceipt } from './file-receipts.ts';
import { type Followed, type Following, followFiles } from './follow-files.ts';
import type { PutFile } from './put-files.ts';

const file = (key: string): PutFile => ({ file: key, key, size: 10, versionId: undefined });
const receipt = (day: string, is_last = true): FileReceipt => ({
  is_last,
  bytes_in: 10,
  rows: 1,
  rescued: 0,
  records_rejected: 0,
  ranges_rejected: 0,
  rejects: {},
  written: [`lake/t/2/year=2026/day=${day}/x.parquet`, 'rejected/local/files/t/2/x.json'],
});

/** A lake in which `seen` is what each look finds, and time passes with each pause alone. */
function watched(over: Partial<Following>) {
  let at = 0;
  const told: Followed[] = [];
  const following: Following = {
    generation: async () => 2,
    receipts: async () => [receipt('01')],
    unregistered: async () => [],
    tell: (followed) => void told.push(followed),
    whereToLook: (name) => `lake logs ${name} says why.`,
    async pause(millis) {
      at += millis;
    },
    now: () => at,
    ...over,
  };
  return { following, told, elapsed: () => at };
}

describe('files that are followed', () => {
  test('are done once the last segment of each is made and all partitions are registered', async () => {
    let looks = 0;
    const asked: string[][] = [];
    const { following, told } = watched({
      async receipts({ key }, generation) {
        expect(generation).toBe(2);
        if (key === 'b') looks += 1;
        return key === 'a' ? [receipt('01')] : [receipt('02', false), ...(looks > 1 ? [receipt('03')] : [])];
      },
      async unregistered(values) {
        asked.push(values.map((each) => each.join('-')));
        return asked.length < 3 ? values : [];
      },
    });
    const became = await followFiles([file('b'), file('a')], following);
    expect(became.map(({ file: { key }, receipts }) => [key, receipts.length])).toEqual([
      ['a', 1],
      ['b', 2],
    ]);
    expect(asked).toEqual([['2026-01'], ['2026-01', '2026-02', '2026-03'], ['2026-01', '2026-02', '2026-03']]);
    expect(told).toEqual([
      { done: 1, segments: 2, unregistered: 1 },
      { done: 2, segments: 2, unregistered: 3 },
    ]);
  });

  test('of many some are looked at each time, and those that stay do not hide others', async () => {
    const files = Array.from({ length: 200 }, (_, at) => file(`${at}`));
    let looks = 0;
    const { following } = watched({
      async receipts({ key }) {
        looks += 1;
        return Number(key) < 100 && looks < 300 ? [] : [receipt('01')];
      },
    });
    expect(await followFiles(files, following)).toHaveLength(200);
  });

  test.each([
    [
      { receipts: async () => [] },
      'Nothing has become of a and 1 more file for 5 minutes. lake logs convert says why.',
    ],
    [
      { unregistered: async () => [['2026', '01']] },
      'The rows are written, and for 5 minutes their partitions were not registered. lake logs register says why.',
    ],
  ] as const)('that nothing becomes of for five minutes are given up: %#', async (over, words) => {
    const { following, elapsed } = watched(over);
    const followed = followFiles([file('a'), file('b')], following);
    await expect(followed).rejects.toThrow(StuckError);
    await expect(followed).rejects.toThrow(words);
    expect(elapsed()).toBeGreaterThan(300_000);
    expect(elapsed()).toBeLessThan(310_000);
  });

  test('are waited for as long as segments of them are made', async () => {
    let looks = 0;
    const { following, elapsed } = watched({
      async receipts() {
        looks += 1;
        return Array.from({ length: Math.floor(looks / 50) }, (_, at) => receipt('01', at === 9));
      },
    });
    expect(await followFiles([file('a')], following)).toHaveLength(1);
    expect(elapsed()).toBeGreaterThan(600_000);
  });
});
