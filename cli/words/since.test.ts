import { expect, test } from 'vitest';
import { since } from './since.ts';

test.each([
  ['30s', 970_000],
  ['10m', 400_000],
  ['1970-01-01T00:00:01Z', 1_000],
])('%s is a time', (text, at) => {
  expect(since(text, 1_000_000)).toBe(at);
});

test.each(['', '10', 'm', '-1m', '1w', 'yesterday', '2026-13-45T00:00:00Z'])('refuses %j', (text) => {
  expect(() => since(text, 0)).toThrow(/It takes 30s/);
});
