import { expect, test } from 'vitest';
import { newReport } from '../core/report/run.ts';
import { createReportStore } from './report-store.ts';

test('a report is kept by dashboard and time, saved only over what was read, and thrown away after three months', async () => {
  const calls: unknown[] = [];
  const run = newReport(Date.parse('2026-11-30T06:00:00Z'));
  const store = createReportStore({
    get: async (key) => {
      calls.push(key);
      return key.sk.startsWith('2026') ? { state: JSON.stringify(run), revision: 3 } : undefined;
    },
    async update(key, change) {
      calls.push([key, change]);
      return change.condition === 'revision = :revision';
    },
  });
  const order = { report: 'usage', at: '2026-11-30T06:00:00Z' };
  expect(await store.read({ ...order, at: '2025' })).toEqual({ state: undefined, revision: 0 });
  const kept = await store.read(order);
  expect(kept).toEqual({ state: run, revision: 3 });
  expect(await store.save(order, kept, run)).toBe(true);
  expect(await store.save(order, { state: undefined, revision: 0 }, run)).toBe(false);
  const key = { pk: 'report#usage', sk: order.at };
  const expires = Date.parse('2027-02-28T06:00:00Z') / 1_000;
  expect(calls.slice(1)).toEqual([
    key,
    [
      key,
      expect.objectContaining({
        condition: 'revision = :revision',
        values: { ':state': JSON.stringify(run), ':next': 4, ':revision': 3, ':expires': expires },
      }),
    ],
    [key, expect.objectContaining({ condition: 'attribute_not_exists(revision)' })],
  ]);
});
