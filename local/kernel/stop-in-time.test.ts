import { expect, test } from 'vitest';
import { stopInTime } from './stop-in-time.ts';

test('a service that does not end is named, and holds nobody up', async () => {
  const said: string[] = [];
  const never = { name: 'kinesis' as const, stop: () => new Promise<void>(() => {}) };
  await stopInTime(never, (level, message) => said.push(`${level} ${message}`), 5);
  expect(said).toEqual(['error The local kinesis did not end, and is left behind']);
});

test('of one that ends nothing is said, and its failure is told to who stops it', async () => {
  const said: string[] = [];
  const log = (_: string, message: string) => said.push(message);
  await stopInTime({ name: 's3', stop: async () => {} }, log, 5);
  await expect(stopInTime({ name: 's3', stop: () => Promise.reject(new Error('full')) }, log, 5)).rejects.toThrow(
    'full',
  );
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(said).toEqual([]);
});
