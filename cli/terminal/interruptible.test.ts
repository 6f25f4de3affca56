import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { InterruptedError } from '../usage.ts';
import { interruptible, untilInterrupted } from './interruptible.ts';

test.each(['SIGINT', 'SIGTERM'])('%s ends a pause, and is told in the words of the work', async (signal) => {
  const signals = new EventEmitter();
  const work = interruptible('Interrupted; it goes on.', ({ pause }) => pause(60_000), signals);
  signals.emit(signal);
  await expect(work).rejects.toThrow(InterruptedError);
  await expect(work).rejects.toThrow('Interrupted; it goes on.');
});

test('what fails by itself is told as it is', async () => {
  const fails = interruptible('Interrupted.', () => Promise.reject(new Error('no table')), new EventEmitter());
  await expect(fails).rejects.toThrow('no table');
});

test('a second signal, and one after the work, are nobody’s: they end the process', async () => {
  const signals = new EventEmitter();
  expect(await interruptible('Interrupted.', async () => 'done', signals)).toBe('done');
  expect(signals.emit('SIGINT')).toBe(false);
  const { signal } = untilInterrupted(signals);
  expect([signals.emit('SIGINT'), signal.aborted, signals.emit('SIGINT')]).toEqual([true, true, false]);
});
