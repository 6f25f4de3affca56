import { expect, test } from 'vitest';
import { systemClock } from './clock.ts';

test('a clock that stops runs no task, and lets nobody wait', async () => {
  const clock = systemClock(() => {});
  let ran = false;
  clock.after(5, () => {
    ran = true;
  });
  const waited = clock.wait(3_600_000);
  clock.stop();
  await waited;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(ran).toBe(false);
});

test('a wait is over after its time, and what is waited for later is another one', async () => {
  const clock = systemClock(() => {});
  const order: string[] = [];
  const both = [clock.wait(30).then(() => order.push('long')), clock.wait(1).then(() => order.push('short'))];
  await Promise.all(both);
  expect(order).toEqual(['short', 'long']);
  clock.stop();
});
