import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correctionUpdates, maxPartitionsBytes } from './correction-updates.ts';

const key = (folder: string) => `lake/haproxy_requests/${folder}/a.parquet`;

describe('what a correction tells readers of its table', () => {
  test('is every folder that rows left or came to, once', () => {
    const [left, entered] = ['year=2026/month=11/day=20/hour=13', 'year=2026/month=11/day=20/hour=15'];
    const change = { table: 'haproxy_requests', removed: [key(left)], written: [key(entered), key(left)] };
    expect(correctionUpdates(change, 'tributary_lake_test')).toEqual([
      {
        version: '1',
        database: 'tributary_lake_test',
        table: 'haproxy_requests',
        cause: 'rows',
        partitions: [left, entered],
      },
    ]);
  });

  test('is the whole table where a file lies in no partition', () => {
    const change = { table: 'plain', removed: ['lake/plain/a.parquet'], written: [] };
    expect(correctionUpdates(change, 'd')).toEqual([{ version: '1', database: 'd', table: 'plain', cause: 'rows' }]);
  });

  test('is nothing where no key is named', () => {
    expect(correctionUpdates({ table: 't', removed: [], written: [] }, 'd')).toEqual([]);
  });

  test('names every folder once, in events that ten of stay below what PutEvents takes, however many and long they are', () => {
    const folder = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 120 })
      .map((value) => `p=${encodeURIComponent(value)}`);
    fc.assert(
      fc.property(fc.uniqueArray(folder, { maxLength: 1000, size: 'max' }), (folders) => {
        const updates = correctionUpdates({ table: 't', removed: folders.map(key), written: [] }, 'd');
        const told = updates.flatMap(({ partitions = [] }) => partitions);
        expect(told.length).toBe(new Set(told).size);
        expect(told.map((path) => `p=${encodeURIComponent(path.slice(2))}`).toSorted()).toEqual(folders.toSorted());
        for (const update of updates) {
          expect(Buffer.byteLength(JSON.stringify(update))).toBeLessThan(maxPartitionsBytes + 200);
          expect(update.partitions?.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 50 },
    );
  });
});
