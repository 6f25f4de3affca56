import { expect, test } from 'vitest';
import { drawn, everySoOften, watch } from './watch.ts';

const lines = (most: number) => Array.from({ length: most }, (_, at) => `line ${at}\n`).join('');

test('a look is drawn over the one before, and what a terminal has no room for is counted', () => {
  expect(drawn('a\nb\n', { isTTY: true, rows: 10 })).toBe('\u001b[Ha\u001b[K\nb\u001b[K\n\u001b[J');
  const cut = drawn(lines(12), { isTTY: true, rows: 11 });
  expect(cut.match(/line \d+/g)).toHaveLength(9);
  expect(cut).toContain('… 3 more lines');
  expect(drawn(lines(10), { isTTY: true, rows: 11 })).not.toContain('more lines');
});

test('elsewhere one look follows another, as it is', () => {
  expect(drawn(lines(30), { isTTY: false, rows: 5 })).toBe(`${lines(30)}\n`);
});

test('watching ends with Ctrl-C, by what was seen last', async () => {
  const stop = new AbortController();
  let looks = 0;
  const look = async () => {
    looks += 1;
    if (looks === 3) stop.abort();
    return looks;
  };
  expect(await watch(look, 1, stop.signal)).toBe(3);
  const waiting = new AbortController();
  const watched = watch(async () => 1, 60_000, waiting.signal);
  setTimeout(() => waiting.abort(), 5);
  expect(await watched).toBe(1);
});

test('what costs is asked once in a while', async () => {
  let now = 0;
  let asked = 0;
  const read = everySoOften(
    60,
    async () => (asked += 1),
    () => now,
  );
  expect([await read(), await read()]).toEqual([1, 1]);
  now = 59;
  expect(await read()).toBe(1);
  now = 60;
  expect(await read()).toBe(2);
});
