import { expect, test } from 'vitest';
import { createBreaker } from './breaker.ts';

test('pauses grow with each failure up to half an hour, and end with a success', () => {
  const breaker = createBreaker();
  const minutes: number[] = [];
  expect(breaker.restMs(0)).toBe(0);
  for (let tries = 0; tries < 8; tries += 1) {
    breaker.failed(0);
    minutes.push(breaker.restMs(0) / 60_000);
  }
  expect(minutes).toEqual([1, 2, 4, 8, 16, 30, 30, 30]);
  expect(breaker.restMs(30 * 60_000)).toBe(0);
  breaker.succeeded();
  expect(breaker.restMs(0)).toBe(0);
  breaker.failed(0);
  expect(breaker.restMs(0)).toBe(60_000);
});
