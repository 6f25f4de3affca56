import { expect, test } from 'vitest';
import { order } from './order.ts';

const of = { from: '2026-11-20', to: '2026-11-20', at: 1 };

test.each(['2026-11-20', '2026-11', '2026-11-20T13', 'all'])('%s is a partition', (partition) => {
  expect(order.safeParse({ run: 'usage', days: [partition] }).success).toBe(true);
  expect(order.safeParse({ backfill: 'usage', partitions: [partition], of }).success).toBe(true);
});

test.each(['2026-02-31', '2026-13', '2026-11-20T24', '2026', '2026-11-20T13:00', 'every', "2026-11' OR 1=1"])(
  '%s is none',
  (partition) => expect(order.safeParse({ run: 'usage', days: [partition] }).success).toBe(false),
);

test('an order has some partitions, and 400 at most', () => {
  const days = Array.from({ length: 400 }, () => '2026-11-20');
  expect(order.safeParse({ run: 'usage', days }).success).toBe(true);
  expect(order.safeParse({ run: 'usage', days: [...days, '2026-11-20'] }).success).toBe(false);
  expect(order.safeParse({ backfill: 'usage', partitions: [], of }).success).toBe(false);
});
