import { test } from 'vitest';
import { landAtOnce, retypeInAnyOrder } from './testing/landing.ts';

test('values of many files more are in their columns or rescued', async () => {
  await landAtOnce(150);
}, 600_000);

test('many tables more do not depend on the order of their files', async () => {
  await retypeInAnyOrder(100);
}, 600_000);
