import { expect, test } from 'vitest';
import { createShardRates } from './rates.ts';

test('a shard takes 1,000 records a second, and again as time passes', () => {
  const rates = createShardRates();
  const taken = (now: number) => Array.from({ length: 1_500 }, () => rates.admitsRecord('s', 100, now)).filter(Boolean);
  expect(taken(0)).toHaveLength(1_000);
  expect(taken(250)).toHaveLength(250);
  expect(taken(60_000)).toHaveLength(1_000);
});

test('a shard takes 1 MiB a second; a larger record waits for a second of its own', () => {
  const rates = createShardRates();
  expect([0, 0, 0].map((now) => rates.admitsRecord('s', 500_000, now))).toEqual([true, true, false]);
  expect(rates.admitsRecord('s', 5 << 20, 500)).toBe(false);
  expect(rates.admitsRecord('s', 5 << 20, 1_000)).toBe(true);
  expect(rates.admitsRecord('s', 1, 4_000)).toBe(false);
  expect(rates.admitsRecord('s', 1, 5_100)).toBe(true);
});

test('a shard answers 5 reads a second, and after 10 MiB none for five seconds', () => {
  const rates = createShardRates();
  expect([0, 0, 0, 0, 0, 0].map((now) => rates.admitsRead('s', now))).toEqual([true, true, true, true, true, false]);
  expect(rates.admitsRead('s', 1_000)).toBe(true);
  rates.countRead('s', 10 << 20, 1_000);
  expect(rates.admitsRead('s', 4_900)).toBe(false);
  expect(rates.admitsRead('s', 5_100)).toBe(true);
});
